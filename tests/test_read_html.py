from __future__ import annotations

import pytest

from ingest.read import Damaged, Empty, read_bytes

PARAGRAPH = "Information derives independent economic value from not being generally known. " * 4
PAGE = f"""<!DOCTYPE html><html><head><title>Guidance &amp; notes</title>
<meta name="dc.publisher" content="Trade Office"><meta name="dc.date" content="May 11, 2016">
<style>.gone {{ color: red; display: none }} @media print {{ .web {{ display: none }} }}</style></head>
<body><nav><a href="/">Home</a> <a href="/x">Menu entry</a></nav><article>
<h1>Trade <em>secrets</em></h1><p>{PARAGRAPH}</p>
<h2>Remedies</h2><p>A court may, <a href="/a">on application</a>, grant an injunction. {PARAGRAPH}</p>
<p class="gone">by class</p><p hidden>by attribute</p><p style="display: none">by style</p>
<p class="web">Shown on screens.</p>
<ul><li>one<ul><li>nested</li></ul></li><li>two</li></ul><ol start="1"><li>first</li><li>second</li></ol>
<table><tr><th>Kind</th><th>Limit</th></tr><tr><td>exemplary</td><td>2x</td></tr></table>
</article><footer>Imprint words</footer></body></html>"""


def test_main_text_in_order() -> None:
    text = read_bytes(PAGE.encode(), "a.html").text
    shown = [
        "Trade secrets\n\n",
        "\n\nRemedies\n\nA court may, on application, grant an injunction.",
        "\n\nShown on screens.\n\n",
        "- one\n  - nested\n- two\n\n",
        "1. first\n2. second\n\n",
        "Kind | Limit\nexemplary | 2x",
    ]
    places = [text.find(part) for part in shown]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("words", ["Menu entry", "Imprint", "by class", "by attribute", "by style", "color"])
def test_boilerplate_and_hidden_words_are_gone(words: str) -> None:
    assert words not in read_bytes(PAGE.encode(), "a.html").text


def test_headings_point_at_their_words() -> None:
    reading = read_bytes(PAGE.encode(), "a.html")
    assert [head.path for head in reading.layout.headings] == [
        ("Trade secrets",),
        ("Trade secrets", "Remedies"),
    ]
    assert all(reading.text[head.start :].startswith(head.path[-1]) for head in reading.layout.headings)


def test_metadata_is_what_the_tags_state() -> None:
    metadata = read_bytes(PAGE.encode(), "a.html").metadata
    assert (metadata.title, metadata.issuer) == ("Guidance & notes", "Trade Office")
    assert (metadata.date, metadata.inferred) == ("2016-05-11", frozenset())


def test_a_date_in_the_text_is_not_the_page_s_date() -> None:
    page = f"<html><body><h1>Act of 1996</h1><p>Enacted on October 11, 1996. {PARAGRAPH}</p></body></html>"
    metadata = read_bytes(page.encode(), "a.html").metadata
    assert metadata.date is None
    assert (metadata.title, metadata.inferred) == ("Act of 1996", frozenset({"title"}))


def test_a_page_of_short_paragraphs_is_kept_whole() -> None:
    rules = "".join(f"<div>Rule {number} is kept.</div>" for number in range(30))
    text = read_bytes(f"<html><body>{rules}</body></html>".encode(), "a.html").text
    assert all(f"Rule {number} is kept." in text for number in range(30))


def test_the_declared_encoding_counts() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź i żółć</p></body></html>'
    assert read_bytes(page.encode("iso-8859-2"), "a.html").text == "Łódź i żółć"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<html><body><script>var a = 1</script></body></html>", id="script"),
        pytest.param("<html><body style='display:none'><p hidden>x</p></body></html>", id="hidden"),
        pytest.param("<html></html>", id="nothing"),
    ],
)
def test_a_page_without_words_is_empty(page: str) -> None:
    with pytest.raises(Empty, match=r"a\.html.*no text"):
        read_bytes(page.encode(), "a.html")


def test_control_characters_do_not_break_the_page() -> None:
    page = f"<body><p>{PARAGRAPH}</p><script>\x02</script>tail\x03 &#1;&#x1F;e&#110;d\f&#167;</body>"
    assert read_bytes(page.encode(), "a.html").text.endswith("tail end §")


def test_tags_that_the_parser_would_cut_are_an_error() -> None:
    with pytest.raises(Damaged, match=r"a\.html.*deep"):
        read_bytes(b"<html><body><p>Words.</p>" + b"<div>" * 3000 + b"deep words", "a.html")


def test_a_page_inside_a_form_is_kept() -> None:
    page = f"<html><body><form><h1>Rule</h1><p>{PARAGRAPH}</p></form><nav>Menu</nav></body></html>"
    assert read_bytes(page.encode(), "a.html").text == f"Rule\n\n{PARAGRAPH.strip()}"


@pytest.mark.parametrize("mark", ["article", "main", "section"])
def test_short_words_around_the_main_text_stay(mark: str) -> None:
    page = (
        f"<html><body><div>Menu</div><{mark}><h1>Act of 1996</h1><p>In force.</p><p>{PARAGRAPH}</p>"
        f"<h2>End</h2><p>{PARAGRAPH}</p></{mark}></body></html>"
    )
    text = read_bytes(page.encode(), "a.html").text
    assert text.endswith(f"Act of 1996\n\nIn force.\n\n{PARAGRAPH.strip()}\n\nEnd\n\n{PARAGRAPH.strip()}")
