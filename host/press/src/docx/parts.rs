//! The parts of a document beside its body.

use crate::drawing::escaped;
use crate::words::words;
use crate::{Language, Paper};

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#;

pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:autoHyphenation/><w:defaultTabStop w:val="708"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#;

/// Headings are numbered by their styles; two lists, with bullets and with numbers.
pub(super) const NUMBERING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:suff w:val="space"/><w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading3"/><w:suff w:val="space"/><w:lvlText w:val="%1.%2.%3"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="397" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#;

pub(super) fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |name: &str, kind: &str| format!(r#"<Override PartName="{name}" ContentType="{kind}"/>"#);
    let parts = [
        part("/word/document.xml", &format!("{word}.document.main+xml")),
        part("/word/styles.xml", &format!("{word}.styles+xml")),
        part("/word/numbering.xml", &format!("{word}.numbering+xml")),
        part("/word/settings.xml", &format!("{word}.settings+xml")),
        part("/word/header.xml", &format!("{word}.header+xml")),
        part("/word/footer.xml", &format!("{word}.footer+xml")),
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ];
    format!(
        r#"{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{}</Types>"#,
        parts.concat()
    )
}

const fn locale(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::German => "de-DE",
        Language::French => "fr-FR",
    }
}

pub(super) fn core(paper: &Paper) -> String {
    let (title, subject) = (escaped(&paper.title), escaped(&paper.subtitle));
    let (by, on) = (escaped(&paper.foot.organisation), paper.foot.as_of);
    let language = locale(paper.language);
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{by}</dc:creator><cp:lastModifiedBy>{by}</cp:lastModifiedBy><dc:language>{language}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{on}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{on}T00:00:00Z</dcterms:modified></cp:coreProperties>"#
    )
}

pub(super) fn app(paper: &Paper) -> String {
    let company = escaped(&paper.foot.organisation);
    format!(
        r#"{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Riskwright</Application><Company>{company}</Company></Properties>"#
    )
}

/// A style of paragraphs: id, name, what stands before and after it, how its letters look.
fn paragraph(id: &str, name: &str, paragraph: &str, run: &str) -> String {
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    )
}

fn heading(level: u8, before: u16, size: u8, edge: &str) -> String {
    let outline = level - 1;
    let properties = format!(
        r#"<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="{outline}"/><w:numId w:val="1"/></w:numPr>{edge}<w:suppressAutoHyphens/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{outline}"/>"#
    );
    let run = format!(r#"<w:b/><w:color w:val="1C4F7C"/><w:sz w:val="{size}"/>"#);
    paragraph(&format!("Heading{level}"), &format!("heading {level}"), &properties, &run)
}

pub(super) fn styles(paper: &Paper) -> String {
    let cell = if paper.wide { 17 } else { 18 };
    let edge = r#"<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="1C4F7C"/></w:pBdr>"#;
    let styles = [
        r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#.to_owned(),
        r#"<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>"#.to_owned(),
        r#"<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#.to_owned(),
        paragraph("Title", "Title", r#"<w:keepNext/><w:suppressAutoHyphens/><w:spacing w:before="0" w:after="200" w:line="240" w:lineRule="auto"/>"#, r#"<w:b/><w:color w:val="1C4F7C"/><w:sz w:val="50"/>"#),
        paragraph("Subtitle", "Subtitle", r#"<w:keepNext/><w:spacing w:before="0" w:after="40"/>"#, r#"<w:b/><w:color w:val="50585F"/><w:sz w:val="21"/>"#),
        heading(1, 420, 30, edge),
        heading(2, 320, 24, ""),
        heading(3, 260, 21, ""),
        paragraph("Caption", "caption", r#"<w:keepNext/><w:spacing w:before="160" w:after="80"/>"#, r#"<w:b/><w:color w:val="50585F"/><w:sz w:val="19"/>"#),
        paragraph("Below", "Figure caption", r#"<w:spacing w:before="60" w:after="240"/>"#, r#"<w:b/><w:color w:val="50585F"/><w:sz w:val="19"/>"#),
        paragraph("Picture", "Picture", r#"<w:keepNext/><w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/>"#, ""),
        paragraph("Cell", "Table text", r#"<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>"#, &format!(r#"<w:sz w:val="{cell}"/>"#)),
        paragraph("CellHead", "Table heading", r#"<w:keepNext/><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>"#, &format!(r#"<w:b/><w:sz w:val="{cell}"/>"#)),
        paragraph("Count", "Key figure", r#"<w:keepNext/><w:spacing w:before="60" w:after="0" w:line="240" w:lineRule="auto"/>"#, r#"<w:b/><w:sz w:val="38"/>"#),
        paragraph("Label", "Label", r#"<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>"#, r#"<w:color w:val="50585F"/><w:sz w:val="17"/>"#),
        paragraph("Contents", "Contents heading", r#"<w:keepNext/><w:spacing w:before="320" w:after="80"/>"#, r#"<w:b/><w:color w:val="1C4F7C"/><w:sz w:val="24"/>"#),
        paragraph("TOC1", "toc 1", r#"<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>"#, ""),
        paragraph("Small", "Provenance", r#"<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>"#, r#"<w:sz w:val="18"/>"#),
        paragraph("Header", "header", r#"<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="C9D0D6"/></w:pBdr>"#, r#"<w:color w:val="50585F"/><w:sz w:val="17"/>"#),
        paragraph("Footer", "footer", r#"<w:pBdr><w:top w:val="single" w:sz="4" w:space="3" w:color="C9D0D6"/></w:pBdr>"#, r#"<w:color w:val="50585F"/><w:sz w:val="17"/>"#),
    ];
    let language = locale(paper.language);
    format!(
        r#"{XML}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:color w:val="15191D"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="130" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>{}</w:styles>"#,
        styles.concat()
    )
}

/// The tab that ends at the right margin.
fn tab(paper: &Paper) -> String {
    format!(r#"<w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs>"#, super::body::width(paper))
}

fn text(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text))
}

pub(super) fn field(instruction: &str, shown: &str) -> String {
    format!(r#"<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>"#)
}

pub(super) fn header(paper: &Paper) -> String {
    let organisation = text(&paper.foot.organisation);
    let title = text(&paper.title);
    format!(
        r#"{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/>{}</w:pPr>{organisation}<w:r><w:tab/></w:r>{title}</w:p></w:hdr>"#,
        tab(paper)
    )
}

pub(super) fn footer(paper: &Paper) -> String {
    let (words, foot) = (words(paper.language), &paper.foot);
    let left = text(&format!("{} {} · {} {}", words.as_of, foot.as_of, words.journal, foot.short_head()));
    let (page, of) = (text(&format!("{} ", words.page)), text(&format!(" {} ", words.of)));
    format!(
        r#"{XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{}</w:pPr>{left}<w:r><w:tab/></w:r>{page}{}{of}{}</w:p></w:ftr>"#,
        tab(paper),
        field("PAGE", "1"),
        field("NUMPAGES", "1"),
    )
}
