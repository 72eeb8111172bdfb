//! The body of a document.

use std::fmt::Write as _;

use super::parts::{NAMESPACES, field};
use super::picture;
use crate::drawing::escaped;
use crate::words::{Words, words};
use crate::{Align, Block, Cell, Fact, Figure, Paper, PressError, Run, Section, Table, Text, Tone};

/// A row whose cells have no more letters than this is not torn between pages.
const WHOLE: usize = 900;
/// A unit of a drawing in English metric units, of which a millimetre has 36,000.
const UNIT: f64 = 9525.0;
/// The relations that each document has before those of its own.
const FIXED: [(&str, &str); 5] = [
    ("styles", "styles.xml"),
    ("numbering", "numbering.xml"),
    ("settings", "settings.xml"),
    ("header", "header.xml"),
    ("footer", "footer.xml"),
];

/// How wide the text is, in twentieths of a point.
pub(super) const fn width(paper: &Paper) -> usize {
    if paper.wide { 15_024 } else { 9_412 }
}

/// The body in the making.
pub(super) struct Body<'a> {
    paper: &'a Paper,
    words: Words,
    xml: String,
    relations: String,
    count: usize,
    pictures: Vec<Vec<u8>>,
    bookmarks: usize,
    tables: usize,
}

impl<'a> Body<'a> {
    pub(super) fn of(paper: &'a Paper) -> Result<Self, PressError> {
        let mut body = Self {
            paper,
            words: words(paper.language),
            xml: String::new(),
            relations: String::new(),
            count: 0,
            pictures: Vec::new(),
            bookmarks: 0,
            tables: 0,
        };
        for (kind, target) in FIXED {
            body.relate(kind, target, "");
        }
        body.front();
        for section in &paper.sections {
            body.section(1, section)?;
        }
        body.provenance();
        Ok(body)
    }

    pub(super) fn document(&self) -> String {
        let (size, margins) = if self.paper.wide {
            (r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#, (1077, 1020, 907))
        } else {
            (r#"<w:pgSz w:w="11906" w:h="16838"/>"#, (1247, 1134, 1247))
        };
        let (top, bottom, side) = margins;
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACES}><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId5"/>{size}<w:pgMar w:top="{top}" w:right="{side}" w:bottom="{bottom}" w:left="{side}" w:header="567" w:footer="510" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#,
            self.xml
        )
    }

    pub(super) fn relations(&self) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"#,
            self.relations
        )
    }

    pub(super) fn pictures(&self) -> &[Vec<u8>] {
        &self.pictures
    }

    fn relate(&mut self, kind: &str, target: &str, mode: &str) -> usize {
        self.count += 1;
        // writing to a string can't fail
        _ = write!(
            self.relations,
            r#"<Relationship Id="rId{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{}"{mode}/>"#,
            self.count,
            escaped(target)
        );
        self.count
    }

    fn paragraph(&mut self, style: &str, properties: &str, runs: &str) {
        _ = write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>"#);
    }

    fn rich(&mut self, text: &Text) -> String {
        let mut xml = String::new();
        for run in &text.0 {
            let look = match run {
                Run::Plain(_) | Run::Break => "",
                Run::Strong(_) => "<w:b/>",
                Run::Emphasis(_) => "<w:i/>",
                Run::Code(_) => {
                    r#"<w:rFonts w:ascii="DejaVu Sans Mono" w:hAnsi="DejaVu Sans Mono" w:cs="DejaVu Sans Mono"/><w:sz w:val="16"/>"#
                }
                Run::Soft(_) => r#"<w:color w:val="50585F"/>"#,
                Run::Late(_) => r#"<w:b/><w:color w:val="9C1C12"/>"#,
                Run::Link { .. } => r#"<w:color w:val="1C4F7C"/><w:u w:val="single"/>"#,
            };
            match run.address() {
                Some(to) => {
                    let id = self.relate("hyperlink", to, r#" TargetMode="External""#);
                    _ = write!(
                        xml,
                        r#"<w:hyperlink r:id="rId{id}">{}</w:hyperlink>"#,
                        letters(run.said(), look)
                    );
                }
                None if matches!(run, Run::Link { .. }) => xml += &letters(run.said(), ""),
                None => xml += &letters(run.said(), look),
            }
        }
        xml
    }

    fn front(&mut self) {
        let paper = self.paper;
        if !paper.subtitle.is_empty() {
            self.paragraph("Subtitle", "", &letters(&paper.subtitle, ""));
        }
        self.paragraph("Title", "", &letters(&paper.title, ""));
        self.facts(&paper.facts);
        if paper.sections.len() < 3 {
            return;
        }
        self.paragraph("Contents", "", &letters(self.words.contents, ""));
        // a field, so that it can be renewed; without page numbers it is true as it stands
        let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \h \n </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
        let end = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
        let mut place = 0;
        for (at, section) in paper.sections.iter().enumerate() {
            let title = letters(&format!("{} {}", at + 1, section.title), "");
            let link = format!(r#"<w:hyperlink w:anchor="_Toc{place}" w:history="1">{title}</w:hyperlink>"#);
            let first = if at == 0 { begin } else { "" };
            let last = if at + 1 == paper.sections.len() { end } else { "" };
            self.paragraph("TOC1", "", &format!("{first}{link}{last}"));
            section.walk(1, &mut |_, _| place += 1);
        }
    }

    fn section(&mut self, level: u8, section: &Section) -> Result<(), PressError> {
        let place = self.bookmarks;
        self.bookmarks += 1;
        let title = letters(&section.title, "");
        let marked = format!(
            r#"<w:bookmarkStart w:id="{place}" w:name="_Toc{place}"/>{title}<w:bookmarkEnd w:id="{place}"/>"#
        );
        self.paragraph(&format!("Heading{}", level.min(3)), "", &marked);
        for block in &section.blocks {
            self.block(block)?;
        }
        section.sections.iter().try_for_each(|below| self.section(level.saturating_add(1), below))
    }

    fn block(&mut self, block: &Block) -> Result<(), PressError> {
        match block {
            Block::Paragraph(text) => {
                let runs = self.rich(text);
                self.paragraph("Normal", "", &runs);
            }
            Block::List(list) => {
                let number = if list.numbered { 3 } else { 2 };
                let properties = format!(
                    r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr><w:spacing w:after="50"/>"#
                );
                for item in &list.items {
                    let runs = self.rich(item);
                    self.paragraph("Normal", &properties, &runs);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure)?,
            Block::Note(note) => {
                let mut text = Text::new();
                if !note.title.is_empty() {
                    text = text.strong(note.title.as_str()).with(Run::Break);
                }
                text.0.extend(note.text.0.iter().cloned());
                let sign = if note.tone.sign.is_empty() {
                    String::new()
                } else {
                    letters(&format!("{} ", note.tone.sign), "<w:b/>")
                };
                let runs = sign + &self.rich(&text);
                let edge = format!(
                    r#"<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{:06X}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="EEF2F5"/><w:spacing w:before="120" w:after="160"/><w:ind w:left="200"/>"#,
                    note.tone.fill
                );
                self.paragraph("Normal", &edge, &runs);
            }
            Block::Definitions(all) => self.pairs(all, if self.paper.wide { 20 } else { 27 }),
            Block::Counts(counts) => self.counts(counts),
            Block::PageBreak => self.paragraph("Normal", "", r#"<w:r><w:br w:type="page"/></w:r>"#),
        }
        Ok(())
    }

    fn caption(&mut self, style: &str, word: &str, caption: &str) {
        let number = field(&format!("SEQ {word} \\* ARABIC"), &self.tables.to_string());
        let runs =
            format!("{}{number}{}", letters(&format!("{word} "), ""), letters(&format!(": {caption}"), ""));
        self.paragraph(style, "", &runs);
    }

    fn figure(&mut self, figure: &Figure) -> Result<(), PressError> {
        self.pictures.push(picture::png(&figure.drawing)?);
        let number = self.pictures.len();
        let id = self.relate("image", &format!("media/picture{number}.png"), "");
        let drawing = &figure.drawing;
        let most = width(self.paper) as f64 * 635.0;
        let (wide, high) = (f64::from(drawing.width()) * UNIT, f64::from(drawing.height()) * UNIT);
        let scale = (most / wide).min(1.0);
        let (cx, cy) = ((wide * scale) as u64, (high * scale) as u64);
        let said = escaped(&figure.alternative);
        let runs = format!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="picture{number}" descr="{said}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="picture{number}" descr="{said}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        );
        self.paragraph("Picture", "", &runs);
        if !figure.caption.is_empty() {
            let tables = std::mem::replace(&mut self.tables, number);
            self.caption("Below", self.words.figure, &figure.caption);
            self.tables = tables;
        }
        Ok(())
    }

    /// What begins a table of columns with these shares of the width.
    fn begin(&mut self, shares: &[usize], edges: &str) -> Vec<usize> {
        let total: usize = shares.iter().sum::<usize>().max(1);
        let widths: Vec<usize> = shares.iter().map(|share| width(self.paper) * share / total).collect();
        let grid: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        let all: usize = widths.iter().sum();
        _ = write!(
            self.xml,
            r#"<w:tbl><w:tblPr><w:tblW w:w="{all}" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"#
        );
        widths
    }

    fn end(&mut self) {
        // two tables with nothing between them would become one
        self.xml += "</w:tbl>";
        self.paragraph("Label", r#"<w:spacing w:before="0" w:after="100"/>"#, "");
    }

    fn cell(&mut self, width: usize, fill: Option<u32>, style: &str, align: Align, runs: &str) {
        let shade = fill.map_or_else(String::new, |fill| {
            format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill:06X}"/>"#)
        });
        let side = match align {
            Align::Start => "",
            Align::Middle => r#"<w:jc w:val="center"/>"#,
            Align::End => r#"<w:jc w:val="right"/>"#,
        };
        _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>"#);
        self.paragraph(style, side, runs);
        self.xml += "</w:tc>";
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() || table.columns.is_empty() {
            if !table.caption.is_empty() {
                self.paragraph("Caption", "", &letters(&table.caption, ""));
            }
            self.paragraph("Normal", "", &letters(self.words.nothing, r#"<w:i/><w:color w:val="50585F"/>"#));
            return;
        }
        if !table.caption.is_empty() {
            self.tables += 1;
            self.caption("Caption", self.words.table, &table.caption);
        }
        let line = |side: &str, size: u8, colour: &str| {
            format!(r#"<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>"#)
        };
        let edges = format!(
            "<w:tblBorders>{}{}{}</w:tblBorders>",
            line("top", 8, "1C4F7C"),
            line("bottom", 4, "C9D0D6"),
            line("insideH", 4, "C9D0D6")
        );
        let shares: Vec<usize> =
            table.columns.iter().map(|column| usize::from(column.share.max(1))).collect();
        let widths = self.begin(&shares, &edges);
        self.xml += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
        for (column, width) in table.columns.iter().zip(&widths) {
            self.cell(*width, Some(0x00ee_f2f5), "CellHead", column.align, &letters(&column.title, ""));
        }
        self.xml += "</w:tr>";
        for row in &table.rows {
            let longest = row.iter().map(|cell| cell.text.said().chars().count()).max().unwrap_or_default();
            let whole = if longest <= WHOLE { "<w:cantSplit/>" } else { "" };
            _ = write!(self.xml, "<w:tr><w:trPr>{whole}</w:trPr>");
            for (at, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
                let empty = Cell::default();
                let cell = row.get(at).unwrap_or(&empty);
                let sign = cell.tone.map(|tone: Tone| tone.sign).filter(|sign| !sign.is_empty());
                let sign = sign.map_or_else(String::new, |sign| letters(&format!("{sign} "), ""));
                let runs = sign + &self.rich(&cell.text);
                self.cell(*width, cell.tone.map(|tone| tone.fill), "Cell", column.align, &runs);
            }
            self.xml += "</w:tr>";
        }
        self.end();
    }

    /// The facts of the title block, in two or three columns.
    fn facts(&mut self, facts: &[Fact]) {
        let columns = if self.paper.wide { 3 } else { 2 };
        let edges = r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="C9D0D6"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D0D6"/></w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar>"#;
        let short: Vec<&Fact> = facts.iter().filter(|fact| !fact.long).collect();
        let long = facts.iter().filter(|fact| fact.long);
        if facts.is_empty() {
            return;
        }
        let widths = self.begin(&vec![1; columns], edges);
        let all: usize = widths.iter().sum();
        for row in short.chunks(columns) {
            self.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
            for (at, width) in widths.iter().enumerate() {
                self.fact(row.get(at).copied(), *width, 1);
            }
            self.xml += "</w:tr>";
        }
        for fact in long {
            self.xml += "<w:tr>";
            self.fact(Some(fact), all, columns);
            self.xml += "</w:tr>";
        }
        self.end();
    }

    fn fact(&mut self, fact: Option<&Fact>, width: usize, columns: usize) {
        _ = write!(
            self.xml,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{columns}"/></w:tcPr>"#
        );
        match fact {
            Some(fact) => {
                self.paragraph("Label", "<w:keepNext/>", &letters(&fact.label, ""));
                let runs = self.rich(&fact.text);
                self.paragraph("Small", r#"<w:spacing w:before="0" w:after="0"/>"#, &runs);
            }
            None => self.paragraph("Label", "", ""),
        }
        self.xml += "</w:tc>";
    }

    /// Labels with texts beside them; the labels take so many percent of the width.
    fn pairs(&mut self, all: &[Fact], labels: usize) {
        if all.is_empty() {
            return;
        }
        let edges =
            r#"<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>"#;
        let widths = self.begin(&[labels, 100 - labels], edges);
        let (first, second) = (widths.first().copied().unwrap_or(1), widths.last().copied().unwrap_or(1));
        for fact in all {
            self.xml += "<w:tr>";
            let label = letters(&fact.label, r#"<w:color w:val="50585F"/>"#);
            self.cell(first, None, "Small", Align::Start, &label);
            let runs = self.rich(&fact.text);
            self.cell(second, None, "Small", Align::Start, &runs);
            self.xml += "</w:tr>";
        }
        self.end();
    }

    fn counts(&mut self, counts: &[(String, String)]) {
        if counts.is_empty() {
            return;
        }
        let edges =
            r#"<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>"#;
        let widths = self.begin(&vec![1; counts.len().max(5)], edges);
        self.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        for (at, width) in widths.iter().enumerate() {
            _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#);
            if let Some((label, count)) = counts.get(at) {
                self.paragraph("Count", "", &letters(count, ""));
                self.paragraph("Label", "", &letters(label, ""));
            } else {
                self.paragraph("Label", "", "");
            }
            self.xml += "</w:tc>";
        }
        self.xml += "</w:tr>";
        self.end();
    }

    fn provenance(&mut self) {
        let (words, foot) = (self.words, &self.paper.foot);
        self.paragraph("Contents", "", &letters(words.provenance, ""));
        let code = |text: String| Text::new().with(Run::Code(text));
        let all = [
            Fact::new(words.organisation, foot.organisation.as_str()),
            Fact::new(words.as_of, foot.as_of.to_string()),
            Fact::new(words.journal, format!("{} {}", foot.entries, words.entries)),
            Fact::new(words.head, code(foot.head.clone())),
            Fact::new(words.digest, code(self.paper.digest())),
        ];
        self.pairs(&all, if self.paper.wide { 22 } else { 30 });
        for remark in &foot.remarks {
            let runs = self.rich(remark);
            self.paragraph("Small", "", &runs);
        }
    }
}

/// A text as a run, its lines kept.
fn letters(text: &str, look: &str) -> String {
    let look = if look.is_empty() { String::new() } else { format!("<w:rPr>{look}</w:rPr>") };
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(line))
            }
        })
        .collect();
    format!("<w:r>{look}{}</w:r>", lines.join("<w:br/>"))
}
