//! What goes in and what comes out is the same on both sides, to the bit.

mod guest;

use std::sync::Arc;

use guest::{Image, Value, byte, case, component, float, int, record};
use riskwright_core::methodology::{Batch, Column};
use riskwright_core::questionnaire::Answers;
use riskwright_core::response::QuestionnaireEngine as _;
use riskwright_package::{Manifest, Package};
use riskwright_runtime::catalogue::{CatalogueContents, Control, Group, Mapping, Parameter, Relation};
use riskwright_runtime::questionnaire::*;
use riskwright_runtime::text::{Text, Texts};
use riskwright_runtime::{Kind, Plugin, Runtime, RuntimeOptions};

/// A guest of one interface: its memory, and its functions.
fn load(world: &str, image: &Image, functions: &str) -> Arc<Plugin> {
    let (data, base) = image.data();
    let wat = format!(
        r#"(module
  (memory (export "memory") 8)
  (global $top (mut i32) (i32.const 131072))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $top) (i32.const 15)) (i32.const -16)))
    (global.set $top (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  {functions}
  (data (i32.const {base}) "{data}"))"#
    );
    let component = component(&wat, riskwright_wit::V0_1_0, &format!("{world}-plugin"));
    let manifest = serde_json::json!({
        "id": "test.guest", "version": "1.0.0", "publisher": "Test", "licence": "MIT", "contract": "0.1.0",
        "exports": [world], "default_language": "en", "titles": {"en": "Guest"},
        "settings_schema": {"type": "object"},
    });
    let manifest = Manifest::from_json(manifest.to_string().as_bytes()).expect("a manifest");
    let package = Package::assemble(&component, &manifest).expect("a package");
    let runtime = Runtime::new(RuntimeOptions::default()).expect("a runtime");
    runtime.load(&package).unwrap_or_else(|problem| panic!("{problem}"))
}

fn function(name: &str, parameters: &str, body: &str) -> String {
    format!(r#"(func (export "riskwright:plugin/{name}") {parameters} (result i32) {body})"#)
}

/// A text in English and one in German.
fn two(image: &mut Image, en: &str, de: &str) -> Value {
    let texts = [("en", en), ("de-CH", de)].map(|(language, text)| {
        let (language, text) = (image.string(language), image.string(text));
        record(vec![language, text])
    });
    image.list(texts.to_vec())
}

fn texts(en: &str, de: &str) -> Texts {
    let text = |language: &str, text: &str| Text { language: language.to_owned(), text: text.to_owned() };
    Texts(vec![text("en", en), text("de-CH", de)])
}

fn strings(image: &mut Image, texts: &[&str]) -> Value {
    let texts = texts.iter().map(|text| image.string(text)).collect();
    image.list(texts)
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn catalogues_come_out_whole() {
    let mut image = Image::default();
    let (title, edition) = (two(&mut image, "A catalogue", "Ein Katalog – ﬀ 𝔊"), image.string("5.1.1"));
    let group = |image: &mut Image, id: &str, parent: Option<&str>| {
        let (name, title) = (image.string(id), two(image, id, "Gruppe"));
        let parent = parent.map(|parent| image.string(parent));
        record(vec![name, title, case(u8::from(parent.is_some()), parent, 8, 4)])
    };
    let groups = vec![group(&mut image, "AC", None), group(&mut image, "AC.1", Some("AC"))];
    let groups = image.list(groups);
    let plain = {
        let (id, title, of) =
            (image.string("AC-2"), two(&mut image, "Accounts", "Konten"), image.string("AC"));
        let none = image.list(vec![]);
        record(vec![id, title, of, case(0, None, 8, 4), none.clone(), none.clone(), none.clone(), none])
    };
    let rich = {
        let (id, title, of) =
            (image.string("AC-2(1)"), two(&mut image, "More", "Mehr"), image.string("AC.1"));
        let enhances = image.string("AC-2");
        let statement = two(&mut image, "Do it.\nThen again.", "Tu es.\tNochmals.");
        let (p, label) = (image.string("p1"), two(&mut image, "How often", "Wie oft"));
        let choices = strings(&mut image, &["daily", "weekly"]);
        let parameters = image.list(vec![record(vec![p, label, choices, int(u32::MAX)])]);
        let (name, value) = (image.string("type"), image.string("preventive"));
        let attributes = image.list(vec![record(vec![name, value])]);
        let related = strings(&mut image, &["AC-2", "AC-2(1)"]);
        let enhances = case(1, Some(enhances), 8, 4);
        record(vec![id, title, of, enhances, statement, parameters, attributes, related])
    };
    let controls = image.list(vec![plain, rich]);
    let mappings = (0..4)
        .map(|relation| {
            let (of, catalogue) = (image.string("AC-2"), image.string("iso27001-2022"));
            let other = image.string(format!("A.5.{relation}"));
            record(vec![of, catalogue, other, byte(relation)])
        })
        .collect();
    let mappings = image.list(mappings);
    let at = image.put(record(vec![title, edition, groups, controls, mappings]));
    let body = format!("(i32.const {at})");
    let plugin = load("catalogue", &image, &function("catalogue@0.1.0#whole", "", &body));

    let control = |id: &str, title, group: &str| Control {
        id: id.to_owned(),
        title,
        group: group.to_owned(),
        enhances: None,
        statement: Texts::default(),
        parameters: vec![],
        attributes: vec![],
        related: vec![],
    };
    let mapping = |(at, relation): (usize, Relation)| Mapping {
        control: "AC-2".to_owned(),
        catalogue: "iso27001-2022".to_owned(),
        other: format!("A.5.{at}"),
        relation,
    };
    let relations = [Relation::Equal, Relation::Subset, Relation::Superset, Relation::Intersects];
    let wanted = CatalogueContents {
        title: texts("A catalogue", "Ein Katalog – ﬀ 𝔊"),
        edition: "5.1.1".to_owned(),
        groups: vec![
            Group { id: "AC".to_owned(), title: texts("AC", "Gruppe"), parent: None },
            Group { id: "AC.1".to_owned(), title: texts("AC.1", "Gruppe"), parent: Some("AC".to_owned()) },
        ],
        controls: vec![
            control("AC-2", texts("Accounts", "Konten"), "AC"),
            Control {
                enhances: Some("AC-2".to_owned()),
                statement: texts("Do it.\nThen again.", "Tu es.\tNochmals."),
                parameters: vec![Parameter {
                    id: "p1".to_owned(),
                    label: texts("How often", "Wie oft"),
                    choices: owned(&["daily", "weekly"]),
                    how_many: u32::MAX,
                }],
                attributes: vec![("type".to_owned(), "preventive".to_owned())],
                related: owned(&["AC-2", "AC-2(1)"]),
                ..control("AC-2(1)", texts("More", "Mehr"), "AC.1")
            },
        ],
        mappings: relations.into_iter().enumerate().map(mapping).collect(),
    };
    let found = plugin.catalogue().unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(found, wanted);
    let text = serde_json::to_string(&found).expect("it is written");
    assert_eq!(serde_json::from_str::<CatalogueContents>(&text).expect("it is read"), wanted);
    let problem = plugin.questionnaire().expect_err("it has none");
    assert_eq!(problem.kind, Kind::NotOffered, "{problem}");
}

/// Every kind of item, every kind of test, and two scores for each of the eight kinds of answer.
fn questions(image: &mut Image) -> (u32, QuestionnaireContents) {
    let choice = |id: &str| Choice { id: id.to_owned(), title: texts(id, "Wahl") };
    let kinds = [
        ItemKind::OneOf(vec![choice("a"), choice("b")]),
        ItemKind::AnyOf(vec![choice("a"), choice("b")]),
        ItemKind::Scale(vec![texts("low", "tief"), texts("high", "hoch")]),
        ItemKind::Text(4_000_000_000),
        ItemKind::Number(Bounds { unit: "h".to_owned(), min: -0.0, max: f64::MAX }),
        ItemKind::Date,
        ItemKind::YesNo,
        ItemKind::YesNo,
    ];
    let tests: [(&str, Test); 8] = [
        ("i0", Test::HasChoice("b".to_owned())),
        ("i1", Test::HasChoice("a".to_owned())),
        ("i2", Test::AtLeast(1.0)),
        ("i4", Test::AtMost(f64::MIN_POSITIVE)),
        ("i6", Test::IsYes),
        ("i6", Test::IsNo),
        ("i5", Test::IsAnswered),
        ("i3", Test::IsNotApplicable),
    ];
    let items: Vec<Item> = kinds
        .into_iter()
        .enumerate()
        .map(|(at, kind)| Item {
            id: format!("i{at}"),
            section: "s".to_owned(),
            title: texts("Is it so?", "Ist es so?"),
            help: if at == 0 { texts("Look", "Schau") } else { Texts::default() },
            kind,
            required: at % 2 == 0,
            may_not_apply: at % 3 == 0,
            wants_evidence: at % 2 == 1,
            // the last one is shown by any test, or by two of them together
            shown_if: if at == 7 {
                let each = tests
                    .iter()
                    .map(|(item, test)| Requirement { item: (*item).to_owned(), test: test.clone() });
                let mut lists: Vec<Vec<Requirement>> = each.clone().map(|one| vec![one]).collect();
                lists.push(each.take(2).collect());
                lists
            } else {
                vec![]
            },
            about: owned(&["6.1.2", "A.5.15"]),
        })
        .collect();
    let scores: Vec<ScoreScale> = (0..16)
        .map(|at| ScoreScale {
            id: format!("s{at}"),
            title: texts("A score", "Eine Zahl"),
            min: f64::MIN,
            max: f64::MAX,
            unit: "%".to_owned(),
        })
        .collect();
    let contents = QuestionnaireContents {
        title: texts("Questions", "Fragen"),
        intro: texts("Begin", "Beginn"),
        sections: vec![Section {
            id: "s".to_owned(),
            title: texts("One", "Eins"),
            intro: texts("First", "Zuerst"),
        }],
        items,
        scores,
    };
    (put_questions(image, &contents), contents)
}

fn put(image: &mut Image, texts: &Texts) -> Value {
    let texts = texts
        .0
        .iter()
        .map(|text| {
            let (language, text) = (image.string(&text.language), image.string(&text.text));
            record(vec![language, text])
        })
        .collect();
    image.list(texts)
}

fn put_kind(image: &mut Image, kind: &ItemKind) -> Value {
    let choices = |image: &mut Image, all: &[Choice]| {
        let all = all
            .iter()
            .map(|choice| {
                let (id, title) = (image.string(&choice.id), put(image, &choice.title));
                record(vec![id, title])
            })
            .collect();
        Some(image.list(all))
    };
    let (number, payload) = match kind {
        ItemKind::OneOf(all) => (0, choices(image, all)),
        ItemKind::AnyOf(all) => (1, choices(image, all)),
        ItemKind::Scale(levels) => {
            let levels = levels.iter().map(|level| put(image, level)).collect();
            (2, Some(image.list(levels)))
        }
        ItemKind::Text(most) => (3, Some(int(*most))),
        ItemKind::Number(Bounds { unit, min, max }) => {
            (4, Some(record(vec![image.string(unit), float(*min), float(*max)])))
        }
        ItemKind::Date => (5, None),
        ItemKind::YesNo => (6, None),
    };
    case(number, payload, 24, 8)
}

fn put_test(image: &mut Image, test: &Test) -> Value {
    let (number, payload) = match test {
        Test::HasChoice(id) => (0, Some(image.string(id))),
        Test::AtLeast(number) => (1, Some(float(*number))),
        Test::AtMost(number) => (2, Some(float(*number))),
        Test::IsYes => (3, None),
        Test::IsNo => (4, None),
        Test::IsAnswered => (5, None),
        Test::IsNotApplicable => (6, None),
    };
    case(number, payload, 8, 8)
}

fn put_questions(image: &mut Image, contents: &QuestionnaireContents) -> u32 {
    let (title, intro) = (put(image, &contents.title), put(image, &contents.intro));
    let sections = contents
        .sections
        .iter()
        .map(|section| {
            let fields =
                vec![image.string(&section.id), put(image, &section.title), put(image, &section.intro)];
            record(fields)
        })
        .collect();
    let sections = image.list(sections);
    let items = contents
        .items
        .iter()
        .map(|item| {
            let lists = item
                .shown_if
                .iter()
                .map(|all| {
                    let all = all
                        .iter()
                        .map(|one| {
                            let (item, test) = (image.string(&one.item), put_test(image, &one.test));
                            record(vec![item, test])
                        })
                        .collect();
                    image.list(all)
                })
                .collect();
            let about: Vec<&str> = item.about.iter().map(String::as_str).collect();
            let fields = vec![
                image.string(&item.id),
                image.string(&item.section),
                put(image, &item.title),
                put(image, &item.help),
                put_kind(image, &item.kind),
                byte(item.required.into()),
                byte(item.may_not_apply.into()),
                byte(item.wants_evidence.into()),
                image.list(lists),
                strings(image, &about),
            ];
            record(fields)
        })
        .collect();
    let items = image.list(items);
    let scores = contents
        .scores
        .iter()
        .map(|score| {
            let fields = vec![
                image.string(&score.id),
                put(image, &score.title),
                float(score.min),
                float(score.max),
                image.string(&score.unit),
            ];
            record(fields)
        })
        .collect();
    let scores = image.list(scores);
    image.put(record(vec![title, intro, sections, items, scores]))
}

#[test]
fn questionnaires_come_out_and_answers_go_in_whole() {
    let mut image = Image::default();
    let (asked, contents) = questions(&mut image);
    // two scores for each answer: which kind it is, and what it holds
    let scores = (0..16)
        .map(|at| {
            let (id, explained) = (image.string(format!("s{at}")), put(&mut image, &texts("So", "So")));
            record(vec![id, case(1, Some(float(0.0)), 8, 8), explained])
        })
        .collect();
    let scores = image.list(scores);
    let at = u32::from_le_bytes(scores.0[..4].try_into().expect("four bytes"));
    let changes = [
        (0, vec![image.string("A.5.15"), byte(3)]),
        (1, vec![image.string("likelihood"), byte(99)]),
        (2, vec![byte(2), image.string("6.1.2")]),
    ];
    let proposals = changes
        .map(|(number, change)| {
            let (reason, because) =
                (put(&mut image, &texts("So", "So")), strings(&mut image, &["i6", "i0", "i6"]));
            record(vec![case(number, Some(record(change)), 12, 4), reason, because])
        })
        .to_vec();
    let proposals = image.list(proposals);
    let (item, message) = (image.string("i4"), put(&mut image, &texts("No", "Nein")));
    let problems = image.list(vec![record(vec![item, message])]);
    let (visible, missing) = (strings(&mut image, &["i0", "i6", "i7"]), strings(&mut image, &["i7"]));
    let follows = image.put(record(vec![visible, missing, problems, scores, proposals]));
    // an answer has 24 bytes: the item, the kind at 8, what it holds at 16, the length of a text or list at 20
    let mut body = String::new();
    for (answer, what) in [
        "(f64.convert_i32_u (i32.load offset=20 (local.get $at)))",
        "(f64.convert_i32_u (i32.load offset=20 (local.get $at)))",
        "(f64.convert_i32_u (i32.load8_u offset=16 (local.get $at)))",
        "(f64.convert_i32_u (i32.load offset=20 (local.get $at)))",
        "(f64.load offset=16 (local.get $at))",
        "(f64.convert_i32_u (i32.load8_u offset=9 (i32.load offset=16 (local.get $at))))",
        "(f64.convert_i32_u (i32.load8_u offset=16 (local.get $at)))",
        "(f64.convert_i32_u (i32.load offset=20 (local.get $at)))",
    ]
    .iter()
    .enumerate()
    {
        // the value of a score stands 16 bytes into its 32
        let (kind, holds) = (at as usize + 64 * answer + 16, at as usize + 64 * answer + 48);
        body.push_str(&format!(
            "(f64.store (i32.const {kind}) (f64.convert_i32_u (i32.load8_u offset=8 (local.get $at))))
             (f64.store (i32.const {holds}) {what})
             (local.set $at (i32.add (local.get $at) (i32.const 24)))"
        ));
    }
    let functions = function("questionnaire@0.1.0#whole", "", &format!("(i32.const {asked})"))
        + &function(
            "questionnaire@0.1.0#evaluate",
            "(param $at i32) (param $count i32)",
            &format!("{body} (i32.const {follows})"),
        );
    let plugin = load("questionnaire", &image, &functions);
    let found = plugin.questionnaire().unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(found, contents);
    let text = serde_json::to_string(&found).expect("it is written");
    assert_eq!(serde_json::from_str::<QuestionnaireContents>(&text).expect("it is read"), contents);

    let number = f64::from_bits(0x8000_0000_0000_0001);
    let answers = [
        AnswerValue::Choice("a".to_owned()),
        AnswerValue::Choices(owned(&["a", "b", "a"])),
        AnswerValue::Level(201),
        AnswerValue::Text("Zürich".to_owned()),
        AnswerValue::Number(number),
        AnswerValue::Date("2026-11-02".to_owned()),
        AnswerValue::YesNo(true),
        AnswerValue::NotApplicable("no".to_owned()),
    ];
    let held = [1.0, 3.0, 201.0, 7.0, number, f64::from(b'2'), 1.0, 2.0];
    let given: Vec<GivenAnswer> = answers
        .into_iter()
        .enumerate()
        .map(|(at, value)| GivenAnswer { item: format!("i{at}"), value })
        .collect();
    let evaluation = plugin.evaluate(&given).unwrap_or_else(|problem| panic!("{problem}"));
    // the engine gets the same of it
    let id = "acme.questionnaire".parse().expect("an id");
    let engine =
        PluginQuestionnaire::new(Arc::clone(&plugin), id).unwrap_or_else(|problem| panic!("{problem}"));
    let mut said = Answers::default();
    given.iter().for_each(|answer| said.set(&answer.item, Some(answer.value.clone())));
    assert_eq!((engine.contents(), engine.evaluate(&said)), (&contents, Ok(evaluation.clone())));
    let scores: Vec<u64> =
        evaluation.scores.iter().map(|score| score.value.expect("a number").to_bits()).collect();
    let wanted: Vec<u64> =
        held.iter().enumerate().flat_map(|(kind, held)| [(kind as f64).to_bits(), held.to_bits()]).collect();
    assert_eq!(scores, wanted);
    let proposal =
        |change| Proposal { change, reason: texts("So", "So"), because: owned(&["i6", "i0", "i6"]) };
    assert_eq!(
        evaluation.proposals,
        [
            ProposedChange::ControlStatus {
                control: "A.5.15".to_owned(),
                status: ImplementationStatus::Alternative,
            },
            ProposedChange::FactorLevel { factor: "likelihood".to_owned(), level: 99 },
            ProposedChange::Finding { severity: Severity::Major, against: "6.1.2".to_owned() },
        ]
        .map(proposal)
    );
    assert_eq!((evaluation.visible, evaluation.missing), (owned(&["i0", "i6", "i7"]), owned(&["i7"])));
    assert_eq!(evaluation.problems, [AnswerProblem { item: "i4".to_owned(), message: texts("No", "Nein") }]);

    let nan = [GivenAnswer { item: "i4".to_owned(), value: AnswerValue::Number(f64::NAN) }];
    let problem = plugin.evaluate(&nan).expect_err("no number");
    assert_eq!(problem.kind, Kind::Input, "{problem}");
    assert!(problem.to_string().contains("`i4`"), "{problem}");
    let many = vec![given[6].clone(); 5_001];
    let problem = plugin.evaluate(&many).expect_err("too many");
    assert_eq!(problem.kind, Kind::Input, "{problem}");
}

/// A methodology of a number, an estimate and a flag, whose scores and levels are lists that it was handed in, as they
/// lie there, or what it makes of them.
fn echo(assess: &str) -> Arc<Plugin> {
    let mut image = Image::default();
    let none = image.list(vec![]);
    let valid = image.put(none.clone());
    let all = |image: &mut Image| record(vec![image.string(""), float(f64::MIN), float(f64::MAX)]);
    let kinds = [(1, Some(all(&mut image))), (2, Some(all(&mut image))), (3, None)];
    let factors = kinds
        .into_iter()
        .enumerate()
        .map(|(at, (number, kind))| {
            let (id, title) = (image.string(format!("f{at}")), image.texts("A factor"));
            record(vec![id, title, none.clone(), case(number, kind, 24, 8), byte(0), byte(2)])
        })
        .collect();
    let factors = image.list(factors);
    let (title, levels) = (image.texts("Echo"), image.levels(&["no", "yes"]));
    let unit = image.string("");
    let described = record(vec![
        title,
        factors,
        none.clone(),
        levels,
        float(f64::MIN),
        float(f64::MAX),
        unit,
        case(0, None, 8, 4),
        byte(0),
    ]);
    let described = image.put(case(0, Some(described), 72, 8));
    let empty = image.put(case(0, Some(none), 8, 4));
    let settings = "(param i32 i32)";
    let batch = "(param i32 i32) (param $rows i32) (param $columns i32) (param i32)";
    let constant = |at: u32| format!("(i32.const {at})");
    let functions = [
        function("methodology@0.1.0#validate-settings", settings, &constant(valid)),
        function("methodology@0.1.0#describe", settings, &constant(described)),
        // the answer is made at 512
        function(
            "methodology@0.1.0#assess",
            batch,
            &format!(
                "(local $at i32) {assess}
                (i32.store (i32.const 520) (local.get $rows))
                (i32.store (i32.const 524) (i32.load offset=76 (local.get $columns)))
                (i32.store (i32.const 528) (local.get $rows))
                (i32.store (i32.const 532) (i32.const 0)) (i32.store (i32.const 536) (i32.const 0))
                (i32.const 512)"
            ),
        ),
        function("methodology@0.1.0#trace", batch, &constant(empty)),
        function("methodology@0.1.0#loss", batch, &constant(empty)),
    ];
    load("methodology", &image, &functions.concat())
}

#[test]
fn numbers_estimates_and_flags_go_in_to_the_bit() {
    let numbers = [
        -0.0,
        0.1 + 0.2,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        -f64::from_bits(0x000f_ffff_ffff_ffff),
        f64::MAX,
        f64::MIN,
        1.0 / 3.0,
    ];
    let flags = [true, false, false, true, true, false, true, true];
    let mut number: Vec<Option<f64>> = numbers.iter().copied().map(Some).collect();
    let mut estimate: Vec<Option<[f64; 3]>> =
        numbers.iter().map(|one| Some([*one, one / 2.0, one * 0.75])).collect();
    let mut flag: Vec<Option<bool>> = flags.iter().copied().map(Some).collect();
    (number[1], estimate[3], flag[6]) = (None, None, None);
    let batch = Batch::of_columns(
        8,
        vec![
            Column::Number(number.clone().into()),
            Column::Range(estimate.clone().into()),
            Column::Flag(flag.clone().into()),
        ],
    )
    .expect("alike");
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let list =
        |offset: u32| format!("(i32.store (i32.const 516) (i32.load offset={offset} (local.get $columns)))");
    let assess = |text: &str| {
        let methodology = echo(text).methodology(&serde_json::json!({}), "en");
        let methodology = methodology.unwrap_or_else(|problem| panic!("{problem}"));
        methodology.try_assess(&batch).unwrap_or_else(|problem| panic!("{problem}"))
    };
    // a column has 36 bytes: its kind, its lists from 4 on, and the rows that are missing at 28
    let answer = assess(&list(4));
    let wanted = number.iter().map(|one| one.unwrap_or(0.0)).collect();
    assert_eq!(bits(answer.scores), bits(wanted), "numbers");
    let levels: Vec<u8> = flag.iter().map(|flag| u8::from(flag.unwrap_or(false))).collect();
    assert_eq!(answer.levels, levels, "flags");
    for (point, offset) in [(0, 40), (1, 48), (2, 56)] {
        let wanted = estimate.iter().map(|of| of.map_or(0.0, |of| of[point])).collect();
        assert_eq!(bits(assess(&list(offset)).scores), bits(wanted), "point {point} of estimates");
    }
    // 1 for each row that a list of missing ones names
    for (column, row) in [(0, 1), (1, 3), (2, 6)] {
        let (at, count) = (36 * column + 28, 36 * column + 32);
        let answer = assess(&format!(
            "(i32.store (i32.const 516) (i32.const 98304))
             (if (i32.ne (i32.load offset={count} (local.get $columns)) (i32.const 1)) (then unreachable))
             (local.set $at (i32.load (i32.load offset={at} (local.get $columns))))
             (f64.store (i32.add (i32.const 98304) (i32.mul (local.get $at) (i32.const 8))) (f64.const 1))"
        ));
        let wanted = (0..8).map(|at| if at == row { 1.0 } else { 0.0 }).collect();
        assert_eq!(bits(answer.scores), bits(wanted), "rows missing in column {column}");
    }
}

#[test]
fn what_is_no_number_does_not_go_in() {
    let methodology = echo("").methodology(&serde_json::json!({}), "en").expect("it describes");
    for (number, estimate) in [
        (f64::NAN, [0.0; 3]),
        (f64::INFINITY, [0.0; 3]),
        (0.0, [0.0, f64::NAN, 0.0]),
        (0.0, [f64::NEG_INFINITY, 0.0, 0.0]),
    ] {
        let columns = vec![
            Column::Number(vec![None, Some(number)].into()),
            Column::Range(vec![None, Some(estimate)].into()),
            Column::Flag(vec![None, None].into()),
        ];
        let batch = Batch::of_columns(2, columns).expect("alike");
        let problem = methodology.try_assess(&batch).expect_err("no number");
        assert_eq!((problem.kind, problem.row), (Kind::Input, Some(1)), "{problem}");
    }
}
