//! Papers as their readers get them: pages parsed as a browser would, workbooks read back.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::isms::Isms;
use riskwright_core::quantity::Digest;
use riskwright_reports::{Context, register, soa};
use scraper::{ElementRef, Html, Selector};

const SCRIPT: &str = "<script>alert(1)</script>";
const FORMULA: &str = "=cmd|' /C calc'!A0";
const ARABIC: &str = "تسريب بيانات \u{202e}العملاء";

fn made(isms: &mut Isms, changes: &[&str]) {
    for json in changes {
        let change: Change = serde_json::from_str(json).unwrap();
        let at = "2026-11-02T09:00:00Z".parse().unwrap();
        if let Err(rejection) = isms.apply(&change, &"A. Manager".parse().unwrap(), at) {
            panic!("{json}: {rejection:?}");
        }
    }
}

/// An ISMS whose every text is as bad as a person may type it.
fn nasty() -> Isms {
    let mut isms = Isms::new(format!("{SCRIPT} & Söhne").parse().unwrap());
    let long = "x".repeat(500);
    made(
        &mut isms,
        &[
            r#"{"scope.define":{"set":{"purpose":"line one\nline two </style><script>alert(1)</script>"}}}"#,
            r#"{"asset.record":{"id":"AS-1","title":"</td></table><script>alert(1)</script>","kind":"hardware"}}"#,
            r#"{"threat.record":{"id":"T-1","title":"\" onmouseover=\"alert(1)"}}"#,
            &format!(
                r#"{{"risk.identify":{{"id":"R/1#ä","title":"{SCRIPT}","description":"{SCRIPT}\n{FORMULA}","assets":["AS-1"],"threats":["T-1"],"owner":"{FORMULA}"}}}}"#
            ),
            &format!(r#"{{"risk.identify":{{"id":"R-2","title":"{FORMULA}"}}}}"#),
            &format!(r#"{{"risk.identify":{{"id":"R-3","title":"{long}","owner":"🦀 крабы"}}}}"#),
            &format!(r#"{{"risk.identify":{{"id":"R-4","title":"{ARABIC}"}}}}"#),
            r#"{"risk.estimate":{"id":"R/1#ä","stage":"inherent","estimate":{"factors":{"likelihood":{"level":4},"availability":{"level":4}}}}}"#,
            r#"{"risk.estimate":{"id":"R/1#ä","stage":"current","estimate":{"factors":{"likelihood":{"level":2},"availability":{"level":2}}}}}"#,
            r#"{"risk.estimate":{"id":"R-2","stage":"inherent","estimate":{"factors":{"likelihood":{"level":3},"consequence":{"level":3}}}}}"#,
            r#"{"risk.treat":{"id":"R-2","option":"modify","rationale":"<b>bold</b>","controls":{"A.8.13":{}}}}"#,
            r#"{"action.plan":{"id":"TA-1","title":"+SUM(A1)","scenarios":["R-2","R/1#ä"],"due":"2026-11-19","progress":10}}"#,
            r#"{"action.plan":{"id":"TA-2","title":"later","due":"2026-11-20"}}"#,
            r#"{"control.record":{"id":"NL-1","title":"@own","source":"<i>Own</i>","reasons":["business"]}}"#,
            r#"{"control.record":{"id":"A.8.13","status":"partial","implementation":"tapes ￾ and 🦀","evidence":[
                {"title":"bad","location":"javascript:alert(1)"},{"title":"worse","location":"JaVaScRiPt:alert(2)"},
                {"title":"data","location":"data:text/html,<script>alert(3)</script>"},
                {"title":"good","location":"https://example.com/?a=1&b=\"2\""},{"title":"mail","location":"mailto:a@example.com"}]}}"#,
        ],
    );
    isms
}

fn context(isms: &Isms, edition: Edition) -> Context<'_> {
    Context { isms, edition, as_of: "2026-11-20".parse().unwrap(), entries: 17, head: Digest::of(b"head") }
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join("").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page, having been found sound: well-formed, safe, and usable without eyes or a mouse.
fn sound(page: &str) -> Html {
    let html = Html::parse_document(page);
    assert_eq!(html.errors, Vec::<std::borrow::Cow<'_, str>>::new());
    assert!(all(&html, "script, link, img, iframe, object, base").is_empty(), "nothing runs or is fetched");
    let ids: Vec<&str> = all(&html, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    for element in all(&html, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{name}");
            if matches!(name, "href" | "aria-labelledby") {
                let target = value.strip_prefix('#').unwrap_or(value);
                let address = ["https:", "http:", "mailto:"].iter().any(|scheme| value.starts_with(scheme));
                assert!(address || unique.contains(target), "{name}={value} leads nowhere");
            }
        }
    }
    for table in all(&html, "table") {
        assert_eq!(table.select(&Selector::parse("caption").unwrap()).count(), 1);
    }
    let style = text(all(&html, "style")[0]);
    for column in all(&html, "col") {
        let class = column.attr("class").unwrap();
        assert!(style.contains(&format!(".{class}{{")), "the style has no width {class}");
    }
    assert!(all(&html, "th:not([scope])").is_empty());
    assert_eq!(all(&html, "table").len(), all(&html, ".scroll[tabindex='0'][role=region] > table").len());
    for landmark in ["header", "main", "nav", "footer", "h1"] {
        assert_eq!(all(&html, landmark).len(), 1, "{landmark}");
    }
    html
}

fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = workbook.sheet_names();
    for name in &names {
        let formulas = workbook.worksheet_formula(name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "no formula on {name}");
    }
    names.into_iter().map(|name| (name.clone(), workbook.worksheet_range(&name).unwrap())).collect()
}

fn holds(sheet: &Range<Data>, text: &str) -> bool {
    sheet.used_cells().any(|(_, _, cell)| matches!(cell, Data::String(found) if found.contains(text)))
}

#[test]
fn every_control_of_an_edition_stands_in_the_statement_once() {
    let isms = nasty();
    for (edition, count) in [(Edition::E2022, 93), (Edition::E2013, 114)] {
        let context = context(&isms, edition);
        let page = sound(&soa::html(&context));
        let rows = all(&page, "tr[id^=control-] > th");
        let expected: Vec<&str> =
            riskwright_core::catalogue::controls(edition).iter().map(|one| one.id).collect();
        let found: Vec<String> =
            rows.iter().map(|row| text(*row)).filter(|id| id.starts_with("A.")).collect();
        assert_eq!((found.len(), found), (count, expected.iter().map(ToString::to_string).collect()));
        let sheets = sheets(&soa::xlsx(&context).unwrap());
        assert_eq!(
            sheets.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["Statement", "Summary"]
        );
        let ids = sheets[0].1.rows().skip(5).filter(|row| row[0].to_string().starts_with("A."));
        assert_eq!(ids.map(|row| row[0].to_string()).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn what_people_type_stays_text() {
    let isms = nasty();
    let context = context(&isms, Edition::E2022);
    let page = sound(&register::html(&context).unwrap());
    let titles: Vec<String> =
        all(&page, "tr[id^=risk-] .strong.typed").iter().map(|one| text(*one)).collect();
    assert_eq!(
        titles,
        [FORMULA, SCRIPT, &"x".repeat(500), ARABIC].map(str::to_owned),
        "in the order of ranks"
    );
    assert!(all(&page, "tr[id^=risk-] .strong.typed").iter().all(|one| one.attr("dir") == Some("auto")));
    let page = sound(&soa::html(&context));
    let links: Vec<&str> = all(&page, "a.out").iter().filter_map(|link| link.attr("href")).collect();
    assert_eq!(links, ["https://example.com/?a=1&b=\"2\"", "mailto:a@example.com"]);
    let row = text(all(&page, "#control-A.8.13".replace("A.8.13", "A\\.8\\.13").as_str())[0]);
    assert!(row.contains("javascript:alert(1)"), "the place is told all the same: {row}");

    let books = [register::xlsx(&context).unwrap(), soa::xlsx(&context).unwrap()];
    let [register, statement] = books.map(|bytes| sheets(&bytes));
    for text in [SCRIPT, FORMULA, ARABIC, "🦀 крабы", &"x".repeat(500)] {
        assert!(holds(&register[0].1, text), "{text}");
    }
    assert!(holds(&register[1].1, "+SUM(A1)"));
    assert!(holds(&statement[0].1, "tapes \u{fffd} and 🦀"), "what XML can't write is marked");
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let (first, second) = (nasty(), nasty());
    let (a, b) = (context(&first, Edition::E2022), context(&second, Edition::E2022));
    assert_eq!(soa::html(&a), soa::html(&b));
    assert_eq!(soa::xlsx(&a).unwrap(), soa::xlsx(&b).unwrap());
    assert_eq!(register::html(&a).unwrap(), register::html(&b).unwrap());
    assert_eq!(register::xlsx(&a).unwrap(), register::xlsx(&b).unwrap());
}

#[test]
fn a_paper_says_whether_the_statement_is_the_approved_one() {
    let mut isms = Isms::new("Example".parse().unwrap());
    let standing = |isms: &Isms, edition| {
        let page = sound(&soa::html(&context(isms, edition)));
        let facts = all(&page, ".facts div").into_iter().map(text);
        facts
            .into_iter()
            .find_map(|fact| fact.strip_prefix("Statement of Applicability").map(str::to_owned))
            .unwrap()
    };
    assert_eq!(standing(&isms, Edition::E2022), "Draft: no version has been approved");
    made(&mut isms, &[r#"{"soa.approve":{"edition":"2022"}}"#]);
    assert_eq!(standing(&isms, Edition::E2022), "Version SOA-1, approved by A. Manager on 2026-11-02");
    assert_eq!(standing(&isms, Edition::E2013), "Draft: no version has been approved");
    made(&mut isms, &[r#"{"control.record":{"id":"A.5.1","status":"planned","reasons":["baseline"]}}"#]);
    let differs = "Draft: differs from the approved version SOA-1 of 2026-11-02";
    assert_eq!(standing(&isms, Edition::E2022), differs);
    made(&mut isms, &[r#"{"soa.approve":{"edition":"2022"}}"#]);
    assert_eq!(standing(&isms, Edition::E2022), "Version SOA-2, approved by A. Manager on 2026-11-02");
    let page = soa::html(&context(&isms, Edition::E2013));
    assert!(
        page.contains("State carried over from A.5.1 (2022 edition)"),
        "the other edition shows where from"
    );
}

#[test]
fn what_is_late_is_marked_and_what_is_due_today_is_not() {
    let isms = nasty();
    let context = context(&isms, Edition::E2022);
    let page = sound(&register::html(&context).unwrap());
    let late: Vec<String> = all(&page, "tr:has(.late) > th").iter().map(|row| text(*row)).collect();
    assert_eq!(late, ["TA-1"]);
    let plan = &sheets(&register::xlsx(&context).unwrap())[1].1;
    let overdue: Vec<(String, String)> =
        plan.rows().skip(5).map(|row| (row[0].to_string(), row[6].to_string())).collect();
    assert_eq!(overdue, [("TA-1".into(), "Overdue".into()), ("TA-2".into(), "No".into())]);
    assert!(matches!(plan.rows().nth(5).unwrap()[5], Data::DateTime(_)), "dates are dates");
}

#[test]
fn an_empty_isms_says_so_in_words() {
    let isms = Isms::new("Example".parse().unwrap());
    let context = context(&isms, Edition::E2022);
    let page = sound(&register::html(&context).unwrap());
    let text = text(page.root_element());
    for words in [
        "There are no open risks.",
        "There are no open risks: the map shows how the criteria combine.",
        "No actions have been planned.",
        "No open risk has been accepted by its owner.",
        "No scope statement has been recorded.",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let book = sheets(&register::xlsx(&context).unwrap());
    assert!(
        holds(&book[0].1, "There are no open risks.") && holds(&book[1].1, "No actions have been planned.")
    );
    sound(&soa::html(&context));
}

/// Scales of so many levels, where every step of likelihood and consequence adds one to the score.
fn with_levels(count: usize) -> Isms {
    let mut isms = Isms::new("Example".parse().unwrap());
    let levels: Vec<_> = (0..count).map(|at| serde_json::json!({ "name": format!("step {at}") })).collect();
    let table: Vec<Vec<usize>> = (0..count).map(|row| (row..row + count).collect()).collect();
    let bands: Vec<_> = (0..count)
        .map(|at| serde_json::json!({ "name": format!("band {at}"), "from": 2 * at, "acceptance": "tolerable" }))
        .collect();
    let together = serde_json::json!({"together": {"title": "scales", "changes": [
        {"criteria.set": {"criteria": {"likelihood": {"levels": levels}, "consequence": {"levels": levels},
            "criteria": [], "methodology": "matrix"}}},
        {"methodology.revise": {"id": "matrix", "set": {"engine": {"matrix": {"table": table, "bands": bands}}}}},
    ]}});
    made(&mut isms, &[&together.to_string()]);
    for at in 0..count {
        made(
            &mut isms,
            &[
                &format!(r#"{{"risk.identify":{{"id":"R-{at}","title":"risk {at}"}}}}"#),
                &format!(
                    r#"{{"risk.estimate":{{"id":"R-{at}","stage":"inherent","estimate":{{"factors":{{"likelihood":{{"level":{at}}},"consequence":{{"level":{at}}}}}}}}}}}"#
                ),
            ],
        );
    }
    isms
}

#[test]
fn three_levels_and_ten_have_as_many_colours_signs_and_cells() {
    for count in [3, 10] {
        let isms = with_levels(count);
        let context = context(&isms, Edition::E2022);
        let page = sound(&register::html(&context).unwrap());
        assert_eq!(all(&page, "symbol").len(), count);
        assert_eq!(all(&page, ".map tbody td").len(), count * count);
        let shown: BTreeSet<String> =
            all(&page, "tr[id^=risk-] .chip").iter().map(|chip| text(*chip)).collect();
        assert_eq!(shown, (0..count).map(|at| format!("band {at}")).collect());
        let style = text(all(&page, "style")[0]);
        for level in 0..count {
            assert!(style.contains(&format!(".l{level}{{background:#")), "{level}");
        }
        let book = sheets(&register::xlsx(&context).unwrap());
        let names: Vec<&str> = book.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Register", "Treatment plan", "Heat map", "Criteria", "Summary"]);
        assert!(holds(
            &book[2].1,
            &format!("band {}, score {}\n1 risk: R-{}", count - 1, 2 * count - 2, count - 1)
        ));
        assert_eq!(
            book[0].1.rows().nth(5).unwrap()[1].to_string(),
            format!("R-{}", count - 1),
            "the worst first"
        );
    }
}
