"""The demo's stories: what was bought or asked for, and what people answered."""

from dataclasses import dataclass, field

from domain.json_types import JsonObject
from domain.vocabulary import EntityType

PRODUCT, SERVICE = EntityType.PRODUCT, EntityType.SERVICE_CATALOG


@dataclass(frozen=True)
class Story:
    """One purchase or service request. ``answers`` maps task names to what people fill in.

    A task without an answer is left waiting. ``only_for`` limits answering in children to these director ids.
    """

    key: str
    entity_type: EntityType
    entity_id: str
    payload: JsonObject
    context: JsonObject = field(default_factory=dict)
    answers: dict[str, list[JsonObject]] = field(default_factory=dict)
    only_for: tuple[str, ...] | None = None


_DSC: dict[str, list[JsonObject]] = {
    "collectDocuments": [{"documents": ["passport", "proof of address"]}],
    "needsItin": [{"itin": True}],
    "verifyByVideo": [{"passed": False, "remark": "The picture was too dark"}, {"passed": True}],
    "recordCertificate": [{"serial": "DSC-7F3A-0192", "validUntil": "2028-11-30"}],
}
_FACTS: JsonObject = {"authorizedShares": 10_000_000, "registeredOffice": "1209 Orange Street, Wilmington DE"}


def _director(key: str, name: str, residency: str = "US") -> JsonObject:
    email = f"{name.split()[0].lower()}@example.com"
    return {"id": key, "fullName": name, "email": email, "residency": residency}


def _company(name: str, customer: str, *directors: JsonObject) -> JsonObject:
    return {
        "customer": {"id": customer, "email": f"{customer}@example.com"},
        "company": {"proposedName": name, "state": "DE"},
        "directors": list(directors),
    }


def _gst(name: str, turnover: int) -> JsonObject:
    return {"legalName": name, "pan": "AAPFU0939F", "state": "Karnataka", "turnover": turnover}


_DELAWARE = "us-incorporation-delaware-USD-Yearly"
_GST = "gst-registration-INR-one-time"
_FILING = "annual-filing-USD-Yearly"
_GST_ANSWERS: dict[str, list[JsonObject]] = {
    "collectDocuments": [{"complete": True}],
    "fileApplication": [{"arn": "AA2911260012345"}],
}
_FILING_ANSWERS: dict[str, list[JsonObject]] = {
    "collectBooks": [{"received": True}],
    "prepareReturn": [{"total": 482_113.5}],
    "submit": [{"confirmation": "DE-2026-118723"}],
}

STORIES = (
    Story(
        "incorporation-1",
        PRODUCT,
        _DELAWARE,
        _company(
            "Northwind Robotics Inc.", "cus_8412", _director("dir_31", "Ada Nwosu"), _director("dir_32", "Li Wei", "CN")
        ),
        {"customerId": "cus_8412", "subscriptionId": "sub_AzZ1kX"},
        {
            **_DSC,
            "confirmFacts": [_FACTS],
            "checkByHand": [{"available": True}],
            "fileCertificate": [{"fileNumber": "7719023"}],
            "ein": [{"ein": "88-1234567"}],
            "registeredAgent": [{"agent": "Harbor Agents LLC"}],
            "openAccount": [{"last4": "4021"}],
        },
    ),
    Story(
        "incorporation-2",
        PRODUCT,
        _DELAWARE,
        _company(
            "Blue Heron Foods Inc.",
            "cus_8477",
            _director("dir_41", "Maria Costa", "PT"),
            _director("dir_42", "John Baker"),
            _director("dir_43", "Yuki Tanaka", "JP"),
        ),
        {"customerId": "cus_8477", "subscriptionId": "sub_BaQ2mP"},
        {**_DSC, "confirmFacts": [_FACTS], "checkByHand": [{"available": True}]},
        only_for=("dir_41",),
    ),
    Story(
        "incorporation-3",
        SERVICE,
        "us-incorporation",
        _company("Sørensen & Söhne “Quoted” Inc.", "cus_9120", _director("dir_51", "Søren Ångström", "DK")),
        {"customerId": "cus_9120"},
    ),
    Story(
        "incorporation-incomplete",
        PRODUCT,
        _DELAWARE,
        {"customer": {"id": "cus_9001", "email": "cus_9001@example.com"}, "company": {"proposedName": "Halfway Inc."}},
        {"customerId": "cus_9001"},
    ),
    Story(
        "gst-1",
        PRODUCT,
        _GST,
        _gst("Lotus Textiles Pvt Ltd", 9_500_000),
        {"customerId": "cus_7001"},
        {**_GST_ANSWERS, "officerDecision": [{"decision": "approved", "gstin": "29AAPFU0939F1ZV"}]},
    ),
    Story(
        "gst-2",
        SERVICE,
        "gst-registration",
        _gst("Deccan Spices LLP", 48_000_000),
        {"customerId": "cus_7002"},
        {
            **_GST_ANSWERS,
            "officerDecision": [
                {"decision": "clarify"},
                {"decision": "rejected", "reason": "The address proof is older than two months."},
            ],
            "clarification": [{"answer": "A newer electricity bill is attached."}],
        },
    ),
    Story("gst-3", PRODUCT, _GST, _gst("Kaveri Foods", 22_000_000), {"customerId": "cus_7003"}, _GST_ANSWERS),
    Story(
        "filing-1",
        PRODUCT,
        _FILING,
        {"company": "Northwind Robotics Inc.", "year": 2025},
        {"customerId": "cus_8412"},
        _FILING_ANSWERS,
    ),
    Story(
        "filing-2",
        PRODUCT,
        _FILING,
        {"company": "Old Mill Trading Inc.", "year": 2019, "overdue": True},
        {"customerId": "cus_6120"},
    ),
    Story(
        "filing-3",
        SERVICE,
        "annual-filing",
        {"company": "Blue Heron Foods Inc.", "year": 2025},
        {"customerId": "cus_8477"},
        {"collectBooks": [{"received": True}]},
    ),
    Story(
        "payroll-1",
        PRODUCT,
        "payroll-USD-Monthly",
        {
            "company": "Northwind Robotics Inc.",
            "employees": [{"name": "Ada", "salary": 120000}, {"name": "Li", "salary": 96000}],
        },
        {"customerId": "cus_8412"},
        {"openProvider": [{"account": "PRV-20931"}]},
    ),
    Story(
        "payroll-2",
        PRODUCT,
        "payroll-USD-Monthly",
        {"company": "Blue Heron Foods Inc.", "employees": [{"name": "Maria", "salary": 84000}]},
        {"customerId": "cus_8477"},
    ),
    Story("payroll-3", PRODUCT, "payroll-EUR-Monthly", {"company": "Sørensen & Söhne", "employees": []}),
    Story(
        "hand-over-1",
        PRODUCT,
        "payroll-hand-over-USD-Monthly",
        {"company": "Lotus Textiles Pvt Ltd"},
        {"customerId": "cus_7001"},
    ),
    Story(
        "unlinked-1",
        PRODUCT,
        "trademark-filing-USD-one-time",
        {"mark": "Pointsman", "class": 42},
        {"customerId": "cus_8412"},
    ),
)
