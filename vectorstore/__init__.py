import sys

# openvino reports its use to an analytics service when it is imported; without this module it does not.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
