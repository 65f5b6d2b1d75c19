// Tells the page when a download failed: the button itself has no words for why.
const FAILED = '[data-testid="stDownloadButtonError"]';

export default function (component) {
  const { setTriggerValue } = component;
  let told = false;
  const watch = new MutationObserver(() => {
    const failed = document.querySelector(FAILED) !== null;
    if (failed && !told) setTriggerValue("failed", true);
    told = failed;
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => watch.disconnect();
}
