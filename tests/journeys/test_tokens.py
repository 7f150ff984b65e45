"""A token from the page to the API: copied once, used by a program, revoked."""

import requests
from playwright.sync_api import Page, expect

from api.security import content_security_policy
from tests.journeys.definitions import ask, published, unique
from tests.journeys.doing import cells, dialog, open_row, press, write
from tests.journeys.reader import Reader


def test_a_program_starts_work_with_a_copied_token_until_it_is_revoked(person: Reader) -> None:
    name = unique("backend")
    template = published(unique("filing"), {"wait": ask("Wait", done={"type": "boolean"})})
    page = person.open("/tokens")
    secret = make_token(page, name)

    answer = ask_api(person.url, secret, {"templateId": template, "idempotencyKey": "k"})
    assert (answer.status_code, answer.json()["outcome"]) == (202, "STARTED")
    assert answer.headers["Content-Security-Policy"] == content_security_policy()
    person.open(f"/execution?id={answer.json()['executionId']}")
    expect(page.get_by_text(name).first).to_be_visible()

    person.open("/tokens")
    expect(page.get_by_text("Copy it now")).to_have_count(0)
    open_row(page, name)
    press(page, "Revoke")
    dialog(page).get_by_role("button", name="Revoke", exact=True).click()
    expect(cells(page, "✕ Revoked").first).to_be_attached()
    assert ask_api(person.url, secret, {"templateId": template}).status_code == 401
    assert person.complaints == []


def test_below_api_every_answer_is_the_apis_own(person: Reader) -> None:
    for path in ("/api", "/api/", "/api/v2", "/api/v1/executions/..%5c..%5cx", "/api//x", "/api/v1/%00"):
        answer = requests.get(person.url + path, timeout=10)
        assert answer.headers["Content-Type"] == "application/problem+json", path
        assert answer.status_code in {401, 404}
    assert requests.get(f"{person.url}/apiary", timeout=10).headers["Content-Type"].startswith("text/html")


def make_token(page: Page, name: str) -> str:
    press(page, "New token")
    write(dialog(page), "Name", name)
    dialog(page).get_by_text("start: start work").click()
    press(dialog(page), "Make the token")
    expect(page.get_by_text("Copy it now")).to_be_visible()
    secret = page.locator("code").filter(has_text="pmt_").inner_text()
    press(page, "I have copied it")
    expect(page.locator("code").filter(has_text="pmt_")).to_have_count(0)
    return secret


def ask_api(url: str, secret: str, body: dict[str, str]) -> requests.Response:
    return requests.post(f"{url}/api/v1/starts", json=body, headers={"Authorization": f"Bearer {secret}"}, timeout=30)
