//! One paper in every format, as its readers get it: whatever somebody typed stays text, and the bytes are the same each time.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use riskwright_press::drawing::{Anchor, Paint};
use riskwright_press::{
    Block, Cell, Column, Drawing, Fact, Figure, Foot, Format, Language, List, Note, Paper, PressError, Run,
    Section, Table, Text, Tone, render,
};

/// What a person may type, each of it markup to somebody.
const TYPED: [&str; 12] = [
    "#panic(\"typst\")",
    "$x^2$ and $",
    "*bold* _slanted_ `code`",
    "<label> @reference <script>alert(1)</script>",
    "= Heading\n- item\n+ item",
    "\\u{41} \\ // no comment /* none */",
    "https://example.com/#anchor",
    "</w:t></w:r><w:br/>&amp;]]>",
    "=cmd|' /C calc'!A0",
    "+SUM(A1) @SUM -1",
    "\"quotes\" 'single' ~ ... -- ---",
    "Ärger in Łódź, Ελλάδα, Москва",
];

fn paper(language: Language) -> Paper {
    let foot = Foot {
        organisation: TYPED[3].to_owned(),
        as_of: "2026-11-20".parse().unwrap(),
        head: "0123456789abcdef".repeat(4),
        entries: 12,
        remarks: vec![Text::from(TYPED[0]).with(Run::Code(TYPED[2].to_owned()))],
    };
    let mut paper = Paper::new(language, TYPED[0], foot);
    paper.subtitle = TYPED[1].to_owned();
    paper.facts = vec![Fact::new(TYPED[2], TYPED[3]), Fact::long(TYPED[4], TYPED[5])];
    let mut drawing = Drawing::new(200, 60);
    drawing.rect((0, 0), (200, 60), Paint::Fixed(0x00ff_ffff), Paint::Line);
    drawing.text((5, 20), 11, Anchor::Start, Paint::Ink, false, TYPED[7]);
    let runs = TYPED.iter().map(|typed| (*typed).to_owned());
    let kinds = [Run::Plain, Run::Strong, Run::Emphasis, Run::Code, Run::Soft, Run::Late];
    let mut rich = Text::new();
    for (typed, kind) in runs.zip(kinds.into_iter().cycle()) {
        rich = rich.with(kind(typed)).with(Run::Break);
    }
    for to in [
        "https://example.com/?a=\"1\"&b=<2>",
        "javascript:alert(1)",
        "mailto:a@example.com",
        "file:///etc/passwd",
    ] {
        rich = rich.with(Run::Link { text: TYPED[6].to_owned(), to: to.to_owned() });
    }
    let rows = TYPED.iter().map(|typed| {
        vec![
            Cell::from(*typed),
            Cell::from(*typed).toned(Tone::GOOD),
            Cell::number("1.5", 1.5),
            Cell::day("2026-11-20".parse().unwrap()),
        ]
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    rows.push(vec![Cell::from("a short row")]);
    rows.push(vec![Cell::from("x".repeat(500)), Cell::from("word ".repeat(2_000))]);
    let table = Table {
        name: TYPED[8].to_owned(),
        caption: TYPED[1].to_owned(),
        columns: vec![
            Column::new(TYPED[0], 20),
            Column::new(TYPED[8], 50),
            Column::number("n", 10),
            Column::new("day", 20),
        ],
        rows,
    };
    let figure = Figure { drawing, alternative: TYPED[3].to_owned(), caption: TYPED[1].to_owned() };
    let note = Note { tone: Tone::LATE, title: TYPED[0].to_owned(), text: Text::from(TYPED[1]) };
    let inner = Section::new(TYPED[2])
        .with(Block::Figure(figure))
        .with(Block::Note(note))
        .with(Block::Definitions(vec![Fact::new(TYPED[0], TYPED[1])]))
        .with(Block::Counts(vec![(TYPED[3].to_owned(), TYPED[0].to_owned())]))
        .with(Block::PageBreak)
        .with(Block::List(List { numbered: true, items: TYPED.map(Text::from).to_vec() }))
        .table(Table::default());
    paper.sections = vec![
        Section::new(TYPED[0])
            .paragraph(rich)
            .with(Block::Table(table.clone()))
            .section(inner.clone().section(inner.section(Section::new("deep")))),
        Section::new(TYPED[8]).with(Block::Table(table)),
    ];
    paper
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for format in Format::ALL {
        let first = render(&paper(Language::German), format, None).unwrap();
        // a clock that somebody looked at would have gone on
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        let again = render(&paper(Language::German), format, None).unwrap();
        assert!(first == again, "{format:?} differs");
    }
}

#[test]
fn a_page_holds_what_was_typed_as_text() {
    let page = String::from_utf8(render(&paper(Language::French), Format::Html, None).unwrap()).unwrap();
    let html = scraper::Html::parse_document(&page);
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    let all = |selector: &str| html.select(&scraper::Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    assert!(all("script, iframe, object, embed, form, base, link").is_empty());
    assert_eq!(all("html")[0].attr("lang"), Some("fr"));
    for element in all("*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{name}={value}");
            let safe = ["https:", "mailto:", "#"].iter().any(|scheme| value.starts_with(scheme));
            assert!(name != "href" || safe, "{value}");
        }
    }
    let text: String = html.root_element().text().collect();
    for typed in TYPED {
        assert!(text.contains(typed), "{typed}");
    }
    assert_eq!(all("svg[role=img]").len(), 2, "a picture says what it shows");
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_and_no_formula() {
    let bytes = render(&paper(Language::English), Format::Xlsx, None).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 5, "{names:?}");
    let mut all = Vec::new();
    for name in &names {
        assert_eq!(book.worksheet_formula(name).unwrap().used_cells().count(), 0, "{name}");
        let range = book.worksheet_range(name).unwrap();
        all.extend(range.used_cells().map(|(_, _, cell)| cell.clone()));
    }
    for typed in TYPED {
        assert!(all.iter().any(|cell| matches!(cell, Data::String(text) if text.contains(typed))), "{typed}");
    }
    assert!(all.contains(&Data::Float(1.5)), "a number is one");
    assert!(all.iter().any(|cell| matches!(cell, Data::DateTime(_))), "and a day too");
}

/// The parts of a document, each of them sound XML.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name.ends_with(".png") {
            assert!(bytes.starts_with(b"\x89PNG"), "{name}");
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        parts.push((name, text));
    }
    parts
}

#[test]
fn a_document_has_headings_repeating_rows_and_what_was_typed() {
    let parts = parts(render(&paper(Language::German), Format::Docx, None).unwrap());
    let part = |name: &str| &parts.iter().find(|(known, _)| known == name).unwrap().1;
    let body = roxmltree::Document::parse(part("word/document.xml")).unwrap();
    let count = |name: &str| body.descendants().filter(|node| node.tag_name().name() == name).count();
    assert_eq!(count("tblHeader"), 2);
    let styles: Vec<_> = body
        .descendants()
        .filter(|node| node.tag_name().name() == "pStyle")
        .filter_map(|node| node.attributes().next().map(|attribute| attribute.value().to_owned()))
        .collect();
    for style in ["Title", "Heading1", "Heading2", "Heading3", "Caption"] {
        assert!(styles.iter().any(|known| known == style), "{style}");
        assert!(part("word/styles.xml").contains(&format!("w:styleId=\"{style}\"")), "{style}");
    }
    let told = |node: roxmltree::Node<'_, '_>| node.attribute("descr").map(ToOwned::to_owned);
    assert!(body.descendants().filter_map(told).all(|said| said == TYPED[3]));
    let mut text = String::new();
    for node in body.descendants() {
        match node.tag_name().name() {
            "t" => text += node.text().unwrap_or_default(),
            "br" | "p" => text.push('\n'),
            _ => {}
        }
    }
    for typed in TYPED {
        assert!(text.contains(typed), "{typed}");
    }
    let links = part("word/_rels/document.xml.rels");
    assert!(
        links.contains("mailto:a@example.com") && !links.contains("javascript") && !links.contains("file:")
    );
    assert!(part("docProps/core.xml").contains("2026-11-20T00:00:00Z"));
}

fn pdf(paper: &Paper) -> lopdf::Document {
    lopdf::Document::load_mem(&render(paper, Format::Pdf, None).unwrap()).unwrap()
}

#[test]
fn a_pdf_is_tagged_titled_and_says_what_was_typed() {
    let document = pdf(&paper(Language::English));
    let catalogue = document.catalog().unwrap();
    assert!(catalogue.has(b"StructTreeRoot"), "it has a tree of tags");
    let marked = catalogue.get(b"MarkInfo").and_then(|info| document.dereference(info)).unwrap().1;
    assert!(marked.as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
    assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info)).unwrap().1;
    let info = info.as_dict().unwrap();
    let title = lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap();
    assert_eq!(title, TYPED[0]);
    let created = info.get(b"CreationDate").unwrap().as_str().unwrap();
    assert!(created.starts_with(b"D:20261120"), "{}", String::from_utf8_lossy(created));
    // the names that say that it holds to PDF/UA-1
    let metadata = catalogue.get(b"Metadata").and_then(|data| document.dereference(data)).unwrap().1;
    let metadata = metadata.as_stream().unwrap();
    let metadata = metadata.decompressed_content().unwrap_or_else(|_| metadata.content.clone());
    assert!(String::from_utf8_lossy(&metadata).contains("pdfuaid:part"), "it is accessible");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text: String = document.extract_text(&pages).unwrap().split_whitespace().collect();
    let text = text.replace('\u{200b}', "");
    for typed in TYPED {
        let wanted: String = typed.split_whitespace().collect();
        assert!(text.contains(&wanted), "{typed}");
    }
}

/// Typst keeps what it worked out; a server that makes papers for years does not.
#[cfg(target_os = "linux")]
#[test]
fn papers_that_were_made_leave_nothing_behind() {
    let resident = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<i64>().unwrap() >> 10
    };
    let make = |number: usize| {
        let mut paper = paper(Language::English);
        paper.title = format!("Paper {number}");
        let row = |row: usize| vec![Cell::from(format!("row {row} of paper {number}, which no other has"))];
        let table = Table {
            columns: vec![Column::new("row", 100)],
            rows: (0..150).map(row).collect(),
            ..Table::default()
        };
        paper.sections = vec![Section::new("Rows").with(Block::Table(table))];
        render(&paper, Format::Pdf, None).unwrap();
    };
    (0..8).for_each(make);
    let before = resident();
    (8..32).for_each(make);
    let grown = resident() - before;
    assert!(grown < 24, "24 papers left {grown} MiB behind");
}

#[test]
fn letters_that_no_font_has_do_not_keep_a_paper_from_being_made() {
    let mut paper = paper(Language::English);
    paper.sections.push(Section::new("🦀").paragraph("漢字 تسريب \u{202e}بيانات \u{0} \u{fffe} \u{1b}"));
    for format in Format::ALL {
        let bytes = render(&paper, format, None).unwrap();
        match format {
            Format::Pdf => assert!(bytes.starts_with(b"%PDF-")),
            Format::Docx => assert!(!parts(bytes).is_empty()),
            Format::Html | Format::Xlsx => assert!(!bytes.is_empty()),
        }
    }
}

#[test]
fn a_template_of_ones_own_sees_the_paper_and_nothing_else() {
    let paper = paper(Language::English);
    let own = "#let paper = json(\"paper.json\")\n#set document(title: paper.title)\n#paper.foot.digest";
    let bytes = render(&paper, Format::Pdf, Some(own.as_bytes())).unwrap();
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let text: String = document.extract_text(&[1]).unwrap().split_whitespace().collect();
    assert!(text.contains(&paper.digest()), "{text}");
    for (template, line) in [
        ("\n\n#nothing-such", Some(3)),
        ("#read(\"/etc/passwd\")", Some(1)),
        ("#import \"@preview/a:1.0.0\"", Some(1)),
    ] {
        match render(&paper, Format::Pdf, Some(template.as_bytes())) {
            Err(PressError::Template { line: at, .. }) => assert_eq!(at, line, "{template}"),
            other => panic!("{template}: {:?}", other.map(|bytes| bytes.len())),
        }
    }
}

#[test]
fn a_style_sheet_of_ones_own_is_all_that_a_page_looks_by() {
    let paper = paper(Language::English);
    let page = |template: Option<&str>| render(&paper, Format::Html, template.map(str::as_bytes));
    let own = String::from_utf8(page(Some("h1 { color: rebeccapurple }")).unwrap()).unwrap();
    assert!(own.contains("rebeccapurple") && own.contains(&paper.digest()));
    // what is printed is what is used, so that a change of it begins where the page is
    assert_eq!(page(Some(&riskwright_press::html::style())).unwrap(), page(None).unwrap());
    let out = page(Some("h1 {}\n</style><script>"));
    assert!(matches!(out, Err(PressError::Template { line: Some(2), .. })), "{out:?}");
    let out = render(&paper, Format::Html, Some(b"\xff"));
    assert!(matches!(out, Err(PressError::Template { .. })));
    let out = render(&paper, Format::Xlsx, Some(b""));
    assert!(matches!(out, Err(PressError::Template { .. })), "what can't be done is said, not left out");
}

/// The document with another part in the place of its styles.
fn with_styles(document: &[u8], styles: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let part = from.by_index_raw(at).unwrap();
        if part.name().unwrap() == "word/styles.xml" {
            to.start_file("word/styles.xml", zip::write::SimpleFileOptions::default()).unwrap();
            to.write_all(styles.as_bytes()).unwrap();
        } else {
            to.raw_copy_file(part).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_document_lends_its_styles_by_their_names() {
    let paper = paper(Language::German);
    let plain = render(&paper, Format::Docx, None).unwrap();
    assert_eq!(render(&paper, Format::Docx, Some(&plain)).unwrap(), plain, "its own styles change nothing");
    let styles = BTreeMap::from_iter(parts(plain.clone())).remove("word/styles.xml").unwrap();
    // as programs save it: other colours, ids of their own, a style of another's under an id of ours, one that is gone
    let start = styles.find("<w:style w:type=\"paragraph\" w:styleId=\"Small\"").unwrap();
    let end = start + styles[start..].find("</w:style>").unwrap() + "</w:style>".len();
    let stranger = r#"<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Letterhead"/><w:next w:val="Cell"/></w:style>"#;
    let twice = r#"<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="Caption"/></w:style>"#;
    let saved = styles
        .replace("w:styleId=\"Caption\"", "w:styleId=\"Caption1\"")
        .replace(&styles[start..end], stranger)
        .replace("\"CellHead\"", "\"Tableheading\"")
        .replace(
            "w:styleId=\"Cell\"><w:name w:val=\"Table text\"",
            "w:styleId=\"Tabletext\"><w:name w:val=\"Table text\"",
        )
        .replace("1C4F7C", "AA0000")
        .replace("</w:styles>", &format!("{twice}</w:styles>"));
    assert!(saved.contains("Tabletext") && saved.contains("Tableheading"), "{saved}");
    let made = render(&paper, Format::Docx, Some(&with_styles(&plain, &saved))).unwrap();
    let made = BTreeMap::from_iter(parts(made));
    let made = &made["word/styles.xml"];
    let document = roxmltree::Document::parse(made).unwrap();
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let id = |name: &str| {
        let mut styles = document.root_element().children().filter(|node| node.has_tag_name((word, "style")));
        let named = |node: &roxmltree::Node<'_, '_>| {
            node.children().any(|child| {
                child.has_tag_name((word, "name")) && child.attribute((word, "val")) == Some(name)
            })
        };
        styles.find(named).and_then(|node| node.attribute((word, "styleId")))
    };
    assert_eq!(id("Table text"), Some("Cell"));
    assert_eq!(id("Table heading"), Some("CellHead"));
    assert_eq!(id("Provenance"), Some("Small"), "what it lacks is ours");
    assert_eq!(id("Letterhead"), Some("CellOwn"));
    assert_eq!((id("caption"), id("Caption")), (Some("Caption"), Some("CaptionOwn")));
    assert!(made.contains("<w:next w:val=\"CellOwn\"/>") && made.contains("AA0000"), "{made}");
    for (template, said) in [
        (b"none".to_vec(), "no DOCX"),
        (with_styles(&plain, "<w:styles>"), "well-formed"),
        (with_styles(&plain, "<styles/>"), "otherwise"),
        (plain[..plain.len() / 2].to_vec(), "no DOCX"),
    ] {
        let told = render(&paper, Format::Docx, Some(&template)).unwrap_err().to_string();
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn the_digest_is_that_of_what_is_said() {
    let (one, mut other) = (paper(Language::English), paper(Language::English));
    assert_eq!(one.digest(), other.digest());
    other.sections[0].title.push('!');
    assert_ne!(one.digest(), other.digest());
}

#[test]
fn levels_have_tones_that_text_is_readable_on_and_signs() {
    for of in 2..=10 {
        let tones: Vec<Tone> = (0..of).map(|level| Tone::level(level, of)).collect();
        assert_eq!((tones[0].sign, tones[of - 1].sign), ("○", "●"));
        assert!(tones.windows(2).all(|pair| pair[0].fill != pair[1].fill), "{of}");
    }
}
