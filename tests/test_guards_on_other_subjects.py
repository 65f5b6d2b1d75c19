"""Guards of roles, tense and support, on contracts, privacy rules, geography and history."""

from __future__ import annotations

import pytest

from tests.test_answering_guards import objections

WINDOWS = "The tenant must repair the windows; the landlord must repair the roof."
PEAKS = "Everest is 8,849 metres high, while K2 is 8,611 metres high."
SIGNED = "France signed the treaty in 1951."
JOINED = "Spain joined the treaty in 1986."
NOTIFY = "The processor must notify the controller of a breach without undue delay."
LOAN = "The lender may end the loan if the borrower fails to pay for 60 days."
COST = "The buyer bears the cost of return; the seller bears the cost of a defect."
LIMITS = "Section 4 sets a limit of 2 years and section 9 a limit of 6 years."
TRADE = "Brazil exports soy to China and China exports machines to Brazil."
YOUTUBE = "Google bought YouTube in 2006 for 1.65 billion dollars."
AIR = "The Clean Air Act was enacted in 1970 and amended in 1990."
MASK = "The museum said that it would return the mask."
LEASE = "The agreement ends on 31 December 2027."
NO_SALE = "The service does not sell personal data."
ACCESS = "Users who object would lose access to the service."
JAIL = "The thief was sent to prison for two years."
BREACH = "The company must tell customers of a breach within 72 hours."
FORBADE = "The court forbade the firm to use the name."
SETTLED = "The two firms settled in 2019, before the trial, and dropped their claims against each other."
BENCH = "A county judge cleared the bank of fraud on 3 March 2020, after a bench trial."
LEAKS = "Leaks must be reported to the warden."
FAIR = "The fair was held in Lyon on 4 to 7 May 2018."
NOTICE = "Notice is due within ten days under subsection (b) of section 12."
AWARDS = "Large awards in Hale v. Reed and Moss v. Crane were cut or sent to a new trial."
SIGHT = "A licence may be granted for whole or partial loss of sight."
LEARNER = "Learners may not drive beyond what their training needs."
SHARES = "Baltia received 12 percent of the shares of Norvik in Baltia v. Norvik."
WARNED = "The ministry warned the shipyards of the strike."
EXCLUDED = "Flood damage is covered, but damage by frost is not included."
RULED = "The case is decided by Danish law and not by the law of the port."
SET_ASIDE = "Judge Lund set the zoning plan aside on 9 June 2014."
APOLOGY = "In Hale v. Reed, Reed apologised to the readers."
PLANNED = "The bridge was scheduled for 2019."
BEGAN = "The toll was introduced on 4 May 2016."
VOTE = "The council passed the budget in March 2020."
CLOSED = "The museum opened a second hall in 2008."
RULE = "Since 1 May 2018 the rule has covered online sales."
PROPOSED = "The Toll Act was proposed in 2014 and enacted in 2016."
BILL = "The council gave the bill its assent on 4 April 2016."
ASKED = "The plaintiff asked for damages of 5 million dollars."
DEADLINE = "The toll was to be paid by 9 June 2018."


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        pytest.param(
            "In 2019, when the trial had not yet begun, the two firms settled, each dropping its claims.",
            [SETTLED],
            id="not-yet",
        ),
        pytest.param(
            "After a trial without a jury, the bank was cleared of fraud by a county judge on March 3, 2020.",
            [BENCH],
            id="without-a-jury",
        ),
        pytest.param("Every leak has to reach the warden.", [LEAKS], id="to-be-reported"),
        pytest.param("The fair took place in Lyon from May 4 to 7, 2018.", [FAIR], id="range-of-days"),
        pytest.param("Under section 12(b), notice is due within ten days.", [NOTICE], id="inner-section"),
        pytest.param("In 2016 the Toll Act became law.", [PROPOSED], id="proposed-and-enacted"),
        pytest.param("The council gave it its assent on 4 April 2016.", [BILL], id="bill"),
        pytest.param("The plaintiff claimed damages of 5 million dollars.", [ASKED], id="asked-for"),
        pytest.param("The deadline for paying the toll was 9 June 2018.", [DEADLINE], id="was-to-be"),
        pytest.param(
            "None of the large awards in Hale v. Reed and Moss v. Crane was left as it was: "
            "they were cut or a new trial was ordered.",
            [AWARDS],
            id="none-of-them",
        ),
        pytest.param(
            "A licence may be granted where the loss of sight is partial; it does not have to be whole.",
            [SIGHT],
            id="either-is-enough",
        ),
        pytest.param(
            "Learners may drive only so far as their training needs it.", [LEARNER], id="only-so-far"
        ),
        pytest.param(
            "In Baltia v. Norvik, 12 percent of Norvik's shares went to Baltia.", [SHARES], id="whose-shares"
        ),
        pytest.param("The shipyards were warned of the strike by the ministry.", [WARNED], id="warned-by"),
        pytest.param(
            "Not the law of the port but Danish law decides the case.", [RULED], id="not-this-but-that"
        ),
        pytest.param("The zoning plan was set aside by Judge Lund on June 9, 2014.", [SET_ASIDE], id="aside"),
        pytest.param("There was no toll until it was introduced on 4 May 2016.", [BEGAN], id="not-until"),
        pytest.param(
            "Damage by flood is covered, whereas damage by frost is left out.", [EXCLUDED], id="left-out"
        ),
        pytest.param("It was in 2008 that the museum opened a second hall.", [CLOSED], id="opened"),
        pytest.param(
            "Repairs to the roof are for the landlord, repairs to the windows for the tenant.",
            [WINDOWS],
            id="each-his-own",
        ),
        pytest.param(
            "K2, at 8,611 metres, is lower than Everest, at 8,849 metres.", [PEAKS], id="other-order"
        ),
        pytest.param(
            "The treaty, signed by France in 1951, was joined by Spain in 1986.",
            [SIGNED, JOINED],
            id="two-quotations",
        ),
        pytest.param(
            "Without undue delay, the controller must be notified of a breach by the processor.",
            [NOTIFY],
            id="passive",
        ),
        pytest.param(
            "If the borrower does not pay for sixty days, the loan may be ended by the lender.",
            [LOAN],
            id="condition-first",
        ),
        pytest.param(
            "The cost of a defect is borne by the seller and that of return by the buyer.", [COST], id="costs"
        ),
        pytest.param(
            "The limit in § 9 is six years; that in § 4 is two years.", [LIMITS], id="figures-in-words"
        ),
        pytest.param(
            "Machines are exported to Brazil by China, soy to China by Brazil.", [TRADE], id="both-ways"
        ),
        pytest.param("YouTube was sold to Google in 2006 for $1.65 billion.", [YOUTUBE], id="bought-sold"),
        pytest.param("The agreement runs until 31 December 2027.", [LEASE], id="until-its-end"),
        pytest.param("The service still does not sell personal data.", [NO_SALE], id="still-not"),
        pytest.param("A user who objects loses access to the service.", [ACCESS], id="would-of-a-rule"),
        pytest.param("The thief got two years in jail.", [JAIL], id="jail"),
        pytest.param(
            "Customers must be notified by the company of a breach within 72 hours.", [BREACH], id="notified"
        ),
    ],
)
def test_a_right_paraphrase_stays(statement: str, quotes: list[str]) -> None:
    assert objections(statement, *quotes, text="\n\n".join(quotes)) == ()


@pytest.mark.parametrize(
    ("kind", "statement", "quotes"),
    [
        pytest.param(
            "role", "The landlord must repair the windows and the tenant the roof.", [WINDOWS], id="parties"
        ),
        pytest.param(
            "role", "K2 is 8,849 metres high, and Everest is 8,611 metres high.", [PEAKS], id="heights"
        ),
        pytest.param(
            "role",
            "Spain signed the treaty in 1951 and France joined it in 1986.",
            [SIGNED, JOINED],
            id="two-quotations",
        ),
        pytest.param("tense", "Until 1 May 2018 the rule covered online sales.", [RULE], id="until"),
        pytest.param("date", "The fair took place in Lyon from May 4 to 9, 2018.", [FAIR], id="last-day"),
        pytest.param("section", "Notice is due within ten days under section 12(c).", [NOTICE], id="inner"),
        pytest.param(
            "negation",
            "The two firms did not settle in 2019, nor drop their claims.",
            [SETTLED],
            id="settled",
        ),
        pytest.param(
            "role",
            "The controller must notify the processor of a breach without undue delay.",
            [NOTIFY],
            id="doer",
        ),
        pytest.param(
            "role",
            "The borrower may end the loan if the lender fails to pay for 60 days.",
            [LOAN],
            id="condition",
        ),
        pytest.param(
            "role",
            "The seller bears the cost of return, the buyer the cost of a defect.",
            [COST],
            id="no-verb",
        ),
        pytest.param(
            "role", "The limit is 6 years in section 4 and 2 years in section 9.", [LIMITS], id="sections"
        ),
        pytest.param("role", "YouTube bought Google in 2006 for $1.65 billion.", [YOUTUBE], id="names"),
        pytest.param("tense", "The Clean Air Act of 1970 was repealed in 1990.", [AIR], id="repealed"),
        pytest.param("tense", "The museum has returned the mask.", [MASK], id="plan-as-deed"),
        pytest.param(
            "support",
            "The court forbade the firm to use the name and ordered it to pay damages.",
            [FORBADE],
            id="damages",
        ),
        pytest.param(
            "role",
            "In Baltia v. Norvik, 12 percent of Baltia's shares went to Norvik.",
            [SHARES],
            id="whose-shares",
        ),
        pytest.param("role", "In Hale v. Reed, Hale apologised to the readers.", [APOLOGY], id="other-side"),
        pytest.param(
            "negation", "Flood damage is covered, and damage by frost is included.", [EXCLUDED], id="included"
        ),
        pytest.param(
            "negation",
            "The case is decided by the law of the port and not by Danish law.",
            [RULED],
            id="choice",
        ),
        pytest.param(
            "negation", "Judge Lund upheld the zoning plan on 9 June 2014.", [SET_ASIDE], id="upheld"
        ),
        pytest.param("negation", "The museum closed a second hall in 2008.", [CLOSED], id="closed"),
        pytest.param("tense", "The bridge has stood since 2019.", [PLANNED], id="scheduled"),
        pytest.param("tense", "The toll was taken until 4 May 2016.", [BEGAN], id="no-end"),
        pytest.param(
            "quantifier", "The council passed the budget unanimously in March 2020.", [VOTE], id="unanimous"
        ),
        pytest.param(
            "support",
            "The council, which regretted it, passed the budget in March 2020.",
            [VOTE],
            id="added-clause",
        ),
    ],
)
def test_one_changed_thing_is_objected_to(kind: str, statement: str, quotes: list[str]) -> None:
    assert kind in {one.kind for one in objections(statement, *quotes, text="\n\n".join(quotes))}
