"""The content security policy."""

import base64
import hashlib

from api.security import content_security_policy, inline_script_hashes


def directives() -> dict[str, list[str]]:
    parts = [part.split() for part in content_security_policy().split(";")]
    return {name: values for name, *values in parts}


def test_only_the_inline_scripts_of_the_installed_streamlit_and_of_our_own_may_run() -> None:
    scripts = directives()["script-src"]
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert len([source for source in scripts if source.startswith("'sha256-")]) == 2


def test_no_page_may_frame_ours_and_nothing_foreign_is_fetched() -> None:
    policy = directives()
    assert policy["frame-ancestors"] == ["'none'"]
    assert not [source for values in policy.values() for source in values if source.startswith(("http", "*"))]


def test_the_hash_is_that_of_the_script_text() -> None:
    digest = base64.b64encode(hashlib.sha256(b" x = 1\n").digest()).decode()
    html = '<script> x = 1\n</script><script type="module" src="a.js"></script>'
    assert inline_script_hashes(html) == [f"'sha256-{digest}'"]
