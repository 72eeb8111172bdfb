//! Registers read by meaning: grids in, changes or problems out.

use riskwright_core::applicability::{Applicability, statement};
use riskwright_core::catalogue::Edition;
use riskwright_core::change::Change;
use riskwright_core::exchange::grid::{Cell, Grid, Origin, UNCOMPUTED};
use riskwright_core::exchange::{Intake, Options, export, import};
use riskwright_core::isms::Isms;

/// The tables of a Markdown file, as far as these tests need them.
fn markdown(source: &str, text: &str) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    let (mut heading, mut open) = (String::new(), false);
    for (line, text) in text.lines().enumerate() {
        if let Some(rest) = text.strip_prefix('#') {
            heading = rest.trim_matches(['#', ' ', '*']).to_owned();
        }
        if !text.starts_with('|') {
            open = false;
            continue;
        }
        let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(str::trim).collect();
        if cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':'))) {
            continue;
        }
        if !open {
            let origin = Origin { row: line as u32 + 1, column: 0 };
            grids.push(Grid {
                source: source.into(),
                sheet: heading.clone(),
                rows: vec![],
                row_numbers: vec![],
                origin,
            });
            open = true;
        }
        let grid = grids.last_mut().unwrap();
        grid.rows.push(cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect());
        grid.row_numbers.push(line as u32 + 1);
    }
    grids
}

/// A table written with `;`.
fn table(source: &str, text: &str) -> Grid {
    let rows = text
        .lines()
        .map(|line| line.split(';').map(|cell| Cell::Text(cell.trim().replace('\\', "\n"))).collect());
    Grid {
        source: source.into(),
        sheet: String::new(),
        rows: rows.collect(),
        row_numbers: vec![],
        origin: Origin { row: 1, column: 0 },
    }
}

fn new() -> Isms {
    Isms::new("Example".parse().unwrap())
}

fn take(isms: &mut Isms, intake: Intake) {
    let together = Change::Together { title: "import".parse().unwrap(), changes: intake.changes };
    isms.apply(&together, &"tester".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
}

fn adopting() -> Options {
    Options { adopt_scale: true, ..Options::default() }
}

fn real(name: &str) -> Vec<Grid> {
    let path = format!("{}/../tests/cases/registers/llm-iso27001/{name}", env!("CARGO_MANIFEST_DIR"));
    markdown(name, &std::fs::read_to_string(path).unwrap())
}

#[test]
fn a_foreign_scale_is_a_problem_that_names_each_cell_and_offers_to_adopt_it() {
    let intake = import(&new(), &real("risks_register.md"), &Options::default());
    assert!(intake.changes.is_empty());
    let first = &intake.problems[0];
    assert_eq!((first.cell.as_str(), first.found.as_str()), ("E13", "High"));
    assert!(first.expected.contains("almost certain"), "{}", first.expected);
    assert!(first.help.as_ref().unwrap().contains("--adopt-scale"));
    assert_eq!(intake.problems.len(), 20, "likelihood and impact of ten risks");
}

#[test]
fn real_registers_are_taken_in() {
    let mut isms = new();
    let mut grids = real("risks_register.md");
    grids.extend(real("assets_register.md"));
    grids.extend(real("suppliers_register.md"));
    grids.extend(real("statement_of_applicability.md"));
    let intake = import(&isms, &grids, &adopting());
    assert_eq!(intake.problems, []);
    assert_eq!((intake.imported["scenarios"], intake.imported["assets"]), (10, 0));
    assert_eq!(intake.skipped.len(), 2, "two template rows: {:?}", intake.skipped);
    take(&mut isms, intake);
    assert_eq!(isms.scenarios().len(), 10);
    let risk = isms.scenarios().get(&"RISK-EXAMPLE-001".parse().unwrap()).unwrap();
    assert_eq!(risk.owner.as_ref().unwrap().as_str(), "CTO");
    let custom: Vec<String> = risk.custom.values().map(ToString::to_string).collect();
    assert_eq!(custom, ["Indirect", "In Progress"]);
    let treatment = isms.treatments().get(&"RISK-EXAMPLE-009".parse().unwrap()).unwrap();
    assert_eq!(treatment.option.unwrap().as_str(), "retain");
    assert!(isms.controls().contains_key(&"42001:A.6.2.4".parse().unwrap()));
    let control = isms.controls().get(&"A.5.9".parse().unwrap()).unwrap();
    assert_eq!(control.evidence.len(), 2);
    assert_eq!(control.evidence[1].location.as_ref().unwrap().as_str(), "run/registers/assets_register.md");
    let soa = statement(&isms, Edition::E2022);
    let included = |id: &str| soa.lines.iter().find(|line| line.id.as_str() == id).unwrap().applicability;
    assert_eq!(included("A.5.15"), Applicability::Included);
    assert_eq!(included("A.7.7"), Applicability::Excluded, "nothing points at it");
}

#[test]
fn what_an_export_writes_reads_back_to_the_same_isms() {
    let mut isms = new();
    let mut grids = real("risks_register.md");
    grids.extend(real("statement_of_applicability.md"));
    let intake = import(&isms, &grids, &adopting());
    take(&mut isms, intake);
    let sheets = export(&isms);
    let grids: Vec<Grid> = sheets.iter().map(riskwright_core::exchange::outlet::grid).collect();
    let mut again = new();
    let intake = import(&again, &grids, &Options::default());
    assert_eq!(intake.problems, []);
    take(&mut again, intake);
    assert_eq!(serde_json::to_value(&again).unwrap(), serde_json::to_value(&isms).unwrap());
    assert_eq!(again, isms);
    let records = sheets.iter().find(|sheet| sheet.name == "Records").unwrap();
    let lost: Vec<_> = records
        .rows
        .iter()
        .filter(
            |row| matches!(&row[0], Cell::Text(at) if at.starts_with("risk/") || at.starts_with("control/")),
        )
        .collect();
    assert!(lost.is_empty(), "tables show risks and controls whole: {lost:?}");
}

#[test]
fn german_headings_levels_and_lists() {
    let mut isms = new();
    let grid = table(
        "risikoregister.csv",
        "Risiko-ID;Risiko;Betroffene Assets;Bedrohung;Schwachstelle;Eintrittswahrscheinlichkeit;Schadenshöhe;Risikoeigentümer;Risikobehandlung;Maßnahmen\n\
         1;Ausfall der Produktion;Leitrechner, MES-Server;Schadsoftware;Fehlende Patches;hoch;sehr hoch;Werkleitung;reduzieren;A.8.7, 8.8\n\
         2;Verlust von Kundendaten;CRM;Diebstahl;Unverschlüsselte Notebooks;gering;hoch;Vertriebsleitung;akzeptieren;--",
    );
    let intake = import(&isms, &[grid], &adopting());
    assert_eq!(intake.problems, []);
    assert_eq!((intake.imported["scenarios"], intake.imported["assets"]), (2, 3));
    take(&mut isms, intake);
    let names: Vec<String> = isms.criteria().likelihood.names().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["gering", "mittel", "hoch"]);
    let risk = isms.scenarios().get(&"R-1".parse().unwrap()).unwrap();
    assert_eq!(risk.assets.len(), 2);
    let treatment = isms.treatments().get(&risk.id).unwrap();
    let controls: Vec<String> = treatment.controls.keys().map(ToString::to_string).collect();
    assert_eq!(controls, ["A.8.7", "A.8.8"]);
}

#[test]
fn two_dashes_are_not_rated_and_numbers_count_from_one() {
    let mut isms = new();
    let grid = table(
        "ciso.csv",
        "ref_id;assets;threats;name;description;existing_controls;current_impact;current_proba;current_risk;residual_impact;residual_proba;treatment\n\
         R.1;Portal\\Database;Intrusion;Portal breach;;Firewall\\MFA;4;3;--;--;--;open\n\
         R.2;Portal;Fire;Fire at the site;;--;5;1;--;2;1;accept",
    );
    let intake = import(&isms, &[grid], &Options::default());
    assert_eq!(intake.problems, [], "`open` says that no option is chosen yet");
    let grid = table(
        "ciso.csv",
        "ref_id;assets;name;current_impact;current_proba;residual_impact;residual_proba\nR.1;Portal\\Database;Breach;4;3;--;--\nR.2;Portal;Fire;5;1;2;1",
    );
    let intake = import(&isms, &[grid], &Options::default());
    assert_eq!(intake.problems, []);
    take(&mut isms, intake);
    let risk = isms.scenarios().get(&"R.1".parse().unwrap()).unwrap();
    assert!(risk.target.is_none() && risk.inherent.is_none() && risk.current.is_some());
    assert_eq!(isms.assets().len(), 2);
}

#[test]
fn all_problems_are_named_in_one_run_and_good_rows_can_go_in_alone() {
    let grid = table(
        "risks.csv",
        "ID;Risk;Likelihood;Impact;Controls;Review date\nR-1;A;likely;minor;A.99.1;2026-02-30\nR-1;B;likely;minor;A.5.1;\nR-3;C;7;minor;;01.02.2027\nR-4;;likely;minor;;\nR-5;Good;likely;serious;A.5.1;2027-01-31",
    );
    let intake = import(&new(), std::slice::from_ref(&grid), &Options::default());
    let cells: Vec<&str> = intake.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(cells, ["E2", "F2", "A3", "C4", "B5"]);
    let intake = import(&new(), &[grid], &Options { skip_bad: true, ..Options::default() });
    assert_eq!((intake.imported["scenarios"], intake.skipped.len()), (1, 4));
    let mut isms = new();
    take(&mut isms, intake);
    assert!(isms.scenarios().contains_key(&"R-5".parse().unwrap()));
}

#[test]
fn a_register_with_threats_of_its_own_never_takes_the_library_s_for_them() {
    let mut isms = new();
    let grid = table(
        "risks.csv",
        "ID;Risk;Threat;Likelihood;Impact\nR-1;A;Gremlins in the attic;likely;minor\nR-2;B;Phishing;likely;minor\nR-3;C;T-7;likely;minor",
    );
    let intake = import(&isms, &[grid], &Options::default());
    assert_eq!(intake.problems, []);
    take(&mut isms, intake);
    let threat = |risk: &str| {
        let scenario = &isms.scenarios()[&risk.parse().unwrap()];
        let id = scenario.threats.first().unwrap();
        (id.to_string(), isms.threats()[id].title.to_string())
    };
    assert_eq!(threat("R-2"), ("T-1".to_owned(), "Phishing".to_owned()));
    assert_eq!(threat("R-1").1, "Gremlins in the attic");
    assert_eq!(
        threat("R-3"),
        ("T-7".to_owned(), "T-7".to_owned()),
        "an id of a register that is not at hand"
    );
}

#[test]
fn titles_that_read_as_nothing_survive_an_export() {
    let mut isms = new();
    for change in [
        r#"{"role.define": {"id": "ROLE-1", "title": "-", "covers": ["conformity"]}}"#,
        r#"{"role.define": {"id": "ROLE-2", "title": "Security officer"}}"#,
        r#"{"threat.record": {"id": "T-1", "title": "n/a"}}"#,
        r#"{"asset.record": {"id": "none", "title": "TBD", "kind": "software"}}"#,
    ] {
        let change: Change = serde_json::from_str(change).unwrap();
        isms.apply(&change, &"tester".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
    }
    let sheets = export(&isms);
    let roles = sheets.iter().find(|sheet| sheet.name == "Roles").unwrap();
    assert_eq!(roles.rows.len(), 1, "the row that can't be read stands among the records");
    let grids: Vec<Grid> = sheets.iter().map(riskwright_core::exchange::outlet::grid).collect();
    let mut read = new();
    let intake = import(&read, &grids, &Options::default());
    assert_eq!(intake.problems, []);
    take(&mut read, intake);
    assert_eq!(read, isms);
}

#[test]
fn tables_beside_recognised_ones_are_read_or_told() {
    let read = |text: &str| import(&new(), &[table("book.csv", text)], &Options::default());
    let risks = "Risk ID;Risk;Asset;Likelihood;Impact\nR-1;Outage of ERP;AS-1;3;4";
    let intake = read(&format!(
        "Asset ID;Asset name;Owner;Confidentiality;Integrity;Availability\nAS-1;ERP;Kim;5;4;4\n\n{risks}"
    ));
    assert_eq!(intake.problems, []);
    let mut isms = new();
    take(&mut isms, intake);
    assert_eq!(isms.assets()[&"AS-1".parse().unwrap()].title.as_str(), "ERP");
    for text in [
        "Asset ID;Asset;Owner\nAS-1;ERP;Kim",
        "Asset name;Owner;C;I;A\nERP;Kim;3;3;3",
        "Asset;C;I;A\nERP;3;3;3",
        "Supplier;Service;Criticality;Owner\nAcme;Hosting;high;Kim",
    ] {
        let intake = read(text);
        assert_eq!((&*intake.problems, intake.imported["assets"]), (&[][..], 1), "{text}");
    }
    for text in [
        format!("{risks}\n\nTerm;Meaning\nlow;rarely\nhigh;often"),
        format!("Term;Meaning\nlow;rarely\n\n{risks}"),
    ] {
        let intake = read(&text);
        assert_eq!((&*intake.problems, intake.imported["scenarios"]), (&[][..], 1), "{text}");
        assert!(intake.notes.iter().any(|note| note.contains("Term | Meaning")), "{:?}", intake.notes);
    }
}

#[test]
fn the_column_of_control_ids_is_the_one_whose_cells_are_ids() {
    let read = |text: &str| {
        let mut isms = new();
        let intake = import(&isms, &[table("soa.csv", text)], &Options::default());
        assert_eq!(intake.problems, [], "{text}");
        let notes = intake.notes.clone();
        take(&mut isms, intake);
        (isms, notes)
    };
    let (isms, _) = read(
        "Sec;Control;Applicable (Y/N);LR;CO;BR/BP;RRA;Remarks\n\
         5.1;Policies for information security;Y;x;;x;;Policy\n\
         8.25;Secure development life cycle;N;;;;;No development",
    );
    let line = |isms: &Isms, id: &str| isms.controls()[&id.parse().unwrap()].as_ref().clone();
    assert_eq!(line(&isms, "A.8.25").applicability.unwrap().reason.as_str(), "No development");
    assert_eq!(line(&isms, "A.5.1").applicability, None, "its reasons speak for it");
    let (isms, _) = read(
        "Clause;Sec;Control;Applicable (Y/N);Remarks (Justification for exclusion);LR;Remarks (Overview of implementation);Status\n\
         A.5 Organizational controls\n;A.5.1;Policies for information security;Y;;x;Policy 0;Implemented\n\
         ;5.2;Roles;Y;;x;Policy 1;Planned\n;A.8.25;Secure development;N;none here;;;",
    );
    assert_eq!(line(&isms, "A.5.2").implementation.as_str(), "Policy 1");
    assert_eq!(line(&isms, "A.8.25").applicability.unwrap().reason.as_str(), "none here");
    let (isms, notes) = read(
        "Clause;Control;Applicable\n4.1;Understanding the organization;Yes\n5.1;Leadership;Yes\nA.5.1;Policies for information security;Yes",
    );
    assert_eq!(isms.controls().len(), 1);
    assert!(notes.iter().any(|note| note.contains("2 rows, from cell A2 to A3")), "{notes:?}");
    let (isms, _) = read("ISO 27001:2022 Annex A;Control name;Owner\nA.5.1;Policies;Kim");
    assert_eq!(line(&isms, "A.5.1").owner.unwrap().as_str(), "Kim");
    let clauses = table("x.csv", "Clause;Requirement;Status\n4.1;Context;done\n5.1;Leadership;done");
    assert_eq!(import(&new(), &[clauses], &Options::default()).imported["controls"], 0);
    let mapped = Options {
        mapping: riskwright_core::exchange::Mapping {
            sheets: [("soa".to_owned(), "control".to_owned())].into(),
            ..Default::default()
        },
        ..Options::default()
    };
    let text = "Sec;Control;Status\n\nA.5.1;Policy;Implemented\n\nA.5.2;Document;Implemented";
    assert_eq!(import(&new(), &[table("soa.csv", text)], &mapped).imported["controls"], 2);
}

#[test]
fn formulas_without_a_value_and_cells_without_a_heading_are_told() {
    let text = format!("ID;Risk;Likelihood;Impact;Score\nR-1;a;{UNCOMPUTED};4;{UNCOMPUTED}");
    let intake = import(&new(), &[table("r.xlsx", &text)], &Options::default());
    assert_eq!((intake.problems.len(), intake.problems[0].cell.as_str()), (1, "C2"));
    assert!(intake.notes.iter().any(|note| note.contains("cell E2: a formula")), "{:?}", intake.notes);
    let text = "ID;Risk;Owner;Likelihood;Impact\nR-1;a;Doe;3;4;5\nR-2;b;Kim;2;2";
    let intake = import(&new(), &[table("r.csv", text)], &Options::default());
    assert_eq!((intake.problems.len(), intake.problems[0].cell.as_str()), (1, "F2"));
    let intake = import(&new(), &[table("r.xlsx", text)], &Options::default());
    assert_eq!(intake.problems, []);
    assert!(intake.notes.iter().any(|note| note.contains("cell F2: `5`")), "{:?}", intake.notes);
}

#[test]
fn a_stray_zero_is_told_or_a_problem_at_its_own_cell() {
    let rows = |levels: [&str; 4]| {
        let rows = levels.iter().enumerate().map(|(at, level)| format!("\nR-{at};a;{level};4"));
        let text = format!("Risk ID;Risk;Likelihood;Impact{}", rows.collect::<String>());
        import(&new(), &[table("r.csv", &text)], &Options::default())
    };
    let intake = rows(["0", "2", "3", "4"]);
    assert_eq!(intake.problems, []);
    assert!(intake.notes[0].contains("cell C2 says 0, while “Impact” counts from 1"), "{:?}", intake.notes);
    let intake = rows(["0", "2", "3", "5"]);
    let cells: Vec<&str> = intake.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(cells, ["C2"]);
}

#[test]
fn headings_in_two_rows_are_joined() {
    for text in [
        "Risk ID;Risk;Inherent;;Residual;;Owner\n;;Likelihood;Impact;Likelihood;Impact;\nR-1;a;3;4;1;2;K",
        "Risiko-ID;Risiko;Vor Behandlung;;Restrisiko;;Eigentümer\n;;Wahrscheinlichkeit;Schaden;Wahrscheinlichkeit;Schaden;\nR-1;a;3;4;1;2;K",
        "Réf;Risque;Risque brut;;Risque résiduel;;Propriétaire\n;;Vraisemblance;Gravité;Vraisemblance;Gravité;\nR-1;a;3;4;1;2;K",
    ] {
        let mut isms = new();
        let intake = import(&isms, &[table("r.csv", text)], &Options::default());
        assert_eq!((&*intake.problems, &*intake.skipped), (&[][..], &[][..]));
        take(&mut isms, intake);
        let risk = &isms.scenarios()[&"R-1".parse().unwrap()];
        assert_eq!((risk.inherent.as_ref().unwrap().factors.len(), risk.owner.as_deref()), (2, Some("K")));
        assert_eq!(risk.target.as_ref().unwrap().factors.len(), 2);
    }
}

#[test]
fn headings_and_words_of_common_tools_are_read_beside_each_other() {
    let read = |text: &str| {
        let mut isms = new();
        let intake = import(&isms, &[table("r.csv", text)], &Options::default());
        assert_eq!(intake.problems, [], "{text}");
        let notes = intake.notes.clone();
        take(&mut isms, intake);
        (isms, notes)
    };
    let (isms, _) = read(
        "ID;Risk title;Risk description;Likelihood;Impact;Likelihood (residual);Impact (residual);Status;Treatment\n\
         R-1;One;Long text;3;3;1;2;Mgmt Reviewed;Reduce / mitigate\nR-2;Two;More;3;3;1;2;Closed;Watch\nR-3;Three;;3;3;1;2;In progress;open",
    );
    let risk = |isms: &Isms, id: &str| isms.scenarios()[&id.parse().unwrap()].as_ref().clone();
    let one = risk(&isms, "R-1");
    assert_eq!((one.title.as_str(), one.description.as_str()), ("One", "Long text"));
    assert!(one.target.is_some() && one.closed.is_none());
    assert!(risk(&isms, "R-2").closed.is_some());
    assert_eq!(one.custom.len(), 1, "the status in the source's words");
    let option = |id: &str| isms.treatments().get(&id.parse().unwrap()).map(|t| t.option.unwrap().as_str());
    assert_eq!((option("R-1"), option("R-2"), option("R-3")), (Some("modify"), Some("retain"), None));
    let (isms, notes) = read(
        "ID;Risk name;Inherent likelihood;Inherent impact;Residual likelihood;Residual impact;Target likelihood;Target impact\nR-1;a;5;3;3;2;1;1",
    );
    let level = |estimate: Option<riskwright_core::identification::Estimate>| {
        serde_json::to_value(estimate.unwrap().factors).unwrap()
    };
    let one = risk(&isms, "R-1");
    assert_ne!(level(one.current), level(one.target));
    assert!(notes.iter().any(|note| note.contains("read as the present risk")), "{notes:?}");
    let (isms, _) = read(
        "ID;Risk;Affected Systems;Security Controls;Classification: Likelihood;Classification: Impact;Ergänzende Maßnahmen\nR-1;a;ERP;A.8.7;2;3;A.8.8",
    );
    let one = risk(&isms, "R-1");
    assert_eq!((one.assets.len(), one.existing_controls.len()), (1, 1));
    assert!(one.inherent.is_some() && isms.treatments().len() == 1);
    let (isms, notes) = read(
        "ID;Risk;Likelihood;Impact;Owner;Action;Due date;Progress\n1;Fire;3;4;Kim;Buy sprinkler;2026-12-31;50%",
    );
    assert_eq!((isms.scenarios().len(), isms.actions().len(), notes.len()), (1, 0, 3));
}

#[test]
fn what_a_mapping_says_in_vain_is_told() {
    let pair = |key: &str, value: &str| [(key.to_owned(), value.to_owned())].into();
    let words = || [("rare".to_owned(), "unlikely".to_owned())].into();
    let options = Options {
        mapping: riskwright_core::exchange::Mapping {
            sheets: pair("Blad 1", "risks"),
            columns: [
                ("Kans".to_owned(), "inherent.likelihod".to_owned()),
                ("Owner".to_owned(), "owner".to_owned()),
                ("Impact".to_owned(), "inherent.consequence".to_owned()),
            ]
            .into(),
            levels: [("likelyhood".to_owned(), words())].into(),
            words: [("treatment".to_owned(), words())].into(),
        },
        ..Options::default()
    };
    let intake = import(&new(), &[table("r.csv", "ID;Risk;Likelihood;Impact\nR-1;a;3;4")], &options);
    let keys: Vec<&str> = intake.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(keys, ["sheets.“Blad 1”", "columns.“Kans”", "levels.likelyhood", "words.treatment"]);
    assert_eq!(intake.notes.len(), 3, "{:?}", intake.notes);
}

#[test]
fn sums_are_left_aside_links_are_ids_and_long_values_are_cut() {
    let long = "x".repeat(5000);
    let text = format!(
        "ID;Risk;Likelihood;Impact;Controls\n[R-1](r1.md);a;3;4;[A.6.3](a.md)\nR-2;b;{long};4;\nTotal;;5;8;"
    );
    let intake = import(&new(), &[table("r.csv", &text)], &Options { skip_bad: true, ..Options::default() });
    assert_eq!((intake.problems.len(), intake.skipped.len()), (1, 2), "{:?}", intake.skipped);
    assert!(intake.problems[0].found.chars().count() <= 120);
    let mut isms = new();
    take(&mut isms, intake);
    let risk = &isms.scenarios()[&"R-1".parse().unwrap()];
    assert!(risk.existing_controls.contains(&"A.6.3".parse().unwrap()), "{:?}", risk.existing_controls);
}

/// An ISMS with two measures.
fn measuring() -> Isms {
    let mut isms = new();
    for json in [
        r#"{"measure.define":{"id":"MSR-1","title":"Backups restored on trial","unit":"%"}}"#,
        r#"{"measure.define":{"id":"MSR-2","title":"Days until a patch is in","unit":"days"}}"#,
    ] {
        let change: Change = serde_json::from_str(json).unwrap();
        isms.apply(&change, &"tester".parse().unwrap(), "2026-11-02T09:00:00Z".parse().unwrap()).unwrap();
    }
    isms
}

#[test]
fn results_of_measures_are_taken_in_and_the_same_file_again_changes_nothing() {
    let mut isms = measuring();
    let english = table(
        "kpis.csv",
        "Metric;Date;Value;Measured by;Comment\n\
         MSR-1;2026-01-31;98.5 %;IT;\n\
         backups restored on trial;2026-02;97,25;IT;one of forty failed\n\
         MSR-2;28.02.2026;12 days;;",
    );
    let german = table("werte.csv", "Kennzahl;Datum;Wert\nMSR-2;03/2026;9");
    let grids = [english, german];
    let intake = import(&isms, &grids, &Options::default());
    assert_eq!((intake.problems.clone(), intake.imported["measurements"]), (vec![], 4));
    take(&mut isms, intake);
    let told: Vec<_> = isms
        .measurements()
        .values()
        .map(|it| (it.measure.to_string(), it.on.to_string(), it.value))
        .collect();
    assert_eq!(
        told,
        [
            ("MSR-1".into(), "2026-01-31".into(), 98.5),
            ("MSR-1".into(), "2026-02-28".into(), 97.25),
            ("MSR-2".into(), "2026-02-28".into(), 12.0),
            ("MSR-2".into(), "2026-03-31".into(), 9.0),
        ]
    );
    assert!(import(&isms, &grids, &Options::default()).changes.is_empty());
    // a value that was corrected since is another value of the same result
    let corrected = table("kpis.csv", "Metric;Date;Value\nMSR-2;2026-02-28;14");
    let intake = import(&isms, &[corrected], &Options::default());
    take(&mut isms, intake);
    assert_eq!((isms.measurements().len(), isms.measurements().values().nth(2).unwrap().value), (4, 14.0));
    let sheets = export(&isms);
    let results = sheets.iter().find(|sheet| sheet.name == "Measurements").unwrap();
    assert_eq!(results.rows.len(), 4);
    let grids: Vec<Grid> = sheets.iter().map(riskwright_core::exchange::outlet::grid).collect();
    let mut again = new();
    let intake = import(&again, &grids, &Options::default());
    assert_eq!(intake.problems, []);
    take(&mut again, intake);
    assert_eq!(again, isms);
}

#[test]
fn what_is_no_result_of_a_measure_is_told_by_its_cell() {
    let grid = table(
        "kpis.csv",
        "Measure;Date;Value\nMSR-9;2026-01-31;1\nMSR-1;soon;1\nMSR-1;2026-01-31;many\nMSR-1;2026-03-31;5\nMSR-1;2026-03-31;6\n;;7",
    );
    let intake = import(&measuring(), std::slice::from_ref(&grid), &Options::default());
    let cells: Vec<&str> = intake.problems.iter().map(|problem| problem.cell.as_str()).collect();
    assert_eq!(cells, ["A2", "B3", "C4", "B6", "A7", "B7"]);
    assert!(intake.changes.is_empty());
    let intake = import(&measuring(), &[grid], &Options { skip_bad: true, ..Options::default() });
    assert_eq!((intake.imported["measurements"], intake.skipped.len()), (1, 5));
}
