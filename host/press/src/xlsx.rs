//! Papers as workbooks: a sheet of what the paper says of itself, and one for each table. Every text is written as a string,
//! so that none is ever taken for a formula.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::sheet::{LINE_HEIGHT, MOST_LINES, column, fitting, lines, sound};
use crate::words::{Words, words};
use crate::{Align, Block, Cell, Day, Fact, Paper, PressError, Table, Tone, Value};

const ACCENT: u32 = 0x001c_4f7c;
const INK: u32 = 0x0015_191d;
const LINE: u32 = 0x00c9_d0d6;
const HEAD: u32 = 0x00ee_f2f5;
/// How many characters all columns of a table take together.
const WIDE: f64 = 170.0;
/// No column of a table is narrower.
const NARROW: f64 = 9.0;

struct Formats {
    title: Format,
    plain: Format,
    heading: Format,
    label: Format,
    text: Format,
    strong: Format,
    number: Format,
    middle: Format,
    date: Format,
    tones: BTreeMap<u32, Format>,
}

impl Formats {
    fn new(paper: &Paper) -> Self {
        let base = || Format::new().set_font_name("Calibri").set_font_size(10).set_align(FormatAlign::Top);
        let cell =
            || base().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
        let mut fills = BTreeSet::new();
        each_table(paper, &mut |_, table| {
            fills.extend(table.rows.iter().flatten().filter_map(|cell| cell.tone).map(|tone| tone.fill));
        });
        let tone = |fill| cell().set_font_color(Color::RGB(INK)).set_background_color(Color::RGB(fill));
        Self {
            title: base().set_bold().set_font_size(15).set_font_color(Color::RGB(ACCENT)),
            plain: base(),
            heading: cell()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(ACCENT))
                .set_align(FormatAlign::VerticalCenter),
            label: cell().set_bold().set_background_color(Color::RGB(HEAD)),
            text: cell(),
            strong: cell().set_bold(),
            number: cell().set_align(FormatAlign::Right),
            middle: cell().set_align(FormatAlign::Center),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            tones: fills.into_iter().map(|fill| (fill, tone(fill))).collect(),
        }
    }
}

fn each_table<'a>(paper: &'a Paper, see: &mut impl FnMut(&'a str, &'a Table)) {
    paper.walk(&mut |_, section| {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                see(&section.title, table);
            }
        }
    });
}

pub(crate) fn render(paper: &Paper) -> Result<Vec<u8>, PressError> {
    let mut workbook = Workbook::new();
    // a workbook carries the day it was made: the day it is true as of, so that the bytes are the same every time
    let properties = DocProperties::new()
        .set_title(sound(&paper.title))
        .set_subject(sound(&paper.subtitle))
        .set_company(sound(&paper.foot.organisation))
        .set_author(sound(&paper.foot.organisation))
        .set_creation_datetime(&date(paper.foot.as_of)?);
    workbook.set_properties(&properties);
    let formats = Formats::new(paper);
    let book = Book { paper, formats, words: words(paper.language) };
    let mut taken = BTreeSet::new();
    book.front(workbook.add_worksheet(), &name(&paper.title, &mut taken))?;
    let mut tables = Vec::new();
    each_table(paper, &mut |title, table| tables.push((title, table)));
    for (title, table) in tables {
        let wanted = if table.name.is_empty() { title } else { &table.name };
        book.table(workbook.add_worksheet(), &name(wanted, &mut taken), title, table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year, day.month, day.day)
}

/// A name that a sheet can have and none has yet.
fn name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed =
        |letter: char| if "[]:*?/\\'".contains(letter) || letter.is_control() { ' ' } else { letter };
    let words: String = wanted.chars().map(allowed).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = if words.is_empty() { "Sheet".to_owned() } else { words };
    let cut = |most: usize| {
        let mut units = 0;
        let cut: String = words
            .chars()
            .take_while(|letter| {
                units += letter.len_utf16();
                units <= most
            })
            .collect();
        cut.trim_end().to_owned()
    };
    let mut name = cut(31);
    let mut count = 1;
    while !taken.insert(name.to_lowercase()) {
        count += 1;
        let number = format!(" {count}");
        name = cut(31 - number.len()) + &number;
    }
    name
}

struct Book<'a> {
    paper: &'a Paper,
    formats: Formats,
    words: Words,
}

impl Book<'_> {
    fn write(
        &self,
        page: &mut Worksheet,
        row: u32,
        at: u16,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        page.write_string_with_format(row, at, fitting(&sound(text), self.words.cut), format).map(|_| ())
    }

    fn set_up(&self, page: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        let (words, foot) = (&self.words, &self.paper.foot);
        page.set_name(name)?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        page.set_margins(0.4, 0.4, 0.5, 0.7, 0.3, 0.3);
        let head: String = foot.short_head().chars().filter(char::is_ascii_alphanumeric).collect();
        page.set_footer(format!(
            "&L&8{} {}, {} {head}&R&8{} &P {} &N",
            words.as_of, foot.as_of, words.journal, words.page, words.of
        ));
        Ok(())
    }

    /// What the paper says of itself, and what it says beside its tables.
    fn front(&self, page: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
        self.set_up(page, name)?;
        page.set_column_width(0, 34)?;
        page.set_column_width(1, 96)?;
        self.write(page, 0, 0, &self.paper.title, &self.formats.title)?;
        self.write(page, 1, 0, &self.paper.subtitle, &self.formats.plain)?;
        let (words, foot) = (&self.words, &self.paper.foot);
        let mut row = 3;
        for fact in &self.paper.facts {
            self.pair(page, &mut row, fact)?;
        }
        let mut said: Vec<Vec<Said<'_>>> = Vec::new();
        self.paper.walk(&mut |_, section| said.push(beside(section)));
        for (at, section) in said.iter().flatten().enumerate() {
            row += u32::from(matches!(section, Said::Heading(_)) || at == 0);
            match section {
                Said::Heading(title) => {
                    self.write(page, row, 0, title, &self.formats.strong)?;
                    self.write(page, row, 1, "", &self.formats.strong)?;
                    row += 1;
                }
                Said::Pair(fact) => self.pair(page, &mut row, fact)?,
            }
        }
        row += 1;
        let mut origin = vec![
            Fact::new(words.organisation, foot.organisation.as_str()),
            Fact::new(words.as_of, foot.as_of.to_string()),
            Fact::new(words.journal, format!("{} {}", foot.entries, words.entries)),
            Fact::new(words.head, foot.head.as_str()),
            Fact::new(words.digest, self.paper.digest()),
        ];
        origin.extend(foot.remarks.iter().map(|remark| Fact::new("", remark.clone())));
        self.write(page, row, 0, words.provenance, &self.formats.strong)?;
        self.write(page, row, 1, "", &self.formats.strong)?;
        row += 1;
        for fact in &origin {
            self.pair(page, &mut row, fact)?;
        }
        Ok(())
    }

    fn pair(&self, page: &mut Worksheet, row: &mut u32, fact: &Fact) -> Result<(), XlsxError> {
        let said = fact.text.said();
        self.write(page, *row, 0, &fact.label, &self.formats.label)?;
        self.write(page, *row, 1, &said, &self.formats.text)?;
        let high = lines(&fact.label, 32.0).max(lines(&said, 94.0)).clamp(1, MOST_LINES);
        page.set_row_height(*row, f64::from(high) * LINE_HEIGHT + 3.0)?;
        *row += 1;
        Ok(())
    }

    fn table(&self, page: &mut Worksheet, name: &str, title: &str, table: &Table) -> Result<(), XlsxError> {
        self.set_up(page, name)?;
        let foot = &self.paper.foot;
        let caption = if table.caption.is_empty() { title } else { &table.caption };
        self.write(page, 0, 0, caption, &self.formats.title)?;
        let about =
            format!("{}   {}   {} {}", self.paper.title, foot.organisation, self.words.as_of, foot.as_of);
        self.write(page, 1, 0, &about, &self.formats.plain)?;
        let total: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
        let total = f64::from(total.max(1));
        let widths: Vec<f64> = table
            .columns
            .iter()
            .map(|column| (WIDE * f64::from(column.share) / total).clamp(NARROW, 70.0))
            .collect();
        let top = 3;
        let mut high = 1;
        for (at, (heading, width)) in table.columns.iter().zip(&widths).enumerate() {
            page.set_column_width(column(at)?, *width)?;
            self.write(page, top, column(at)?, &heading.title, &self.formats.heading)?;
            high = high.max(lines(&heading.title, *width));
        }
        page.set_row_height(top, f64::from(high.min(MOST_LINES)) * LINE_HEIGHT + 3.0)?;
        page.set_freeze_panes(top + 1, 0)?;
        page.set_repeat_rows(top, top)?;
        for (row, cells) in (top + 1..).zip(&table.rows) {
            let mut high = 1;
            for (at, (cell, of)) in cells.iter().zip(&table.columns).enumerate() {
                let said = self.cell(page, (row, column(at)?), cell, of.align, at == 0)?;
                high = high.max(lines(&said, widths.get(at).copied().unwrap_or(NARROW)));
            }
            page.set_row_height(row, f64::from(high.min(MOST_LINES)) * LINE_HEIGHT + 3.0)?;
        }
        if table.rows.is_empty() {
            return self.write(page, top + 1, 0, self.words.nothing, &self.formats.plain);
        }
        if let Some(last) = table.columns.len().checked_sub(1) {
            let bottom = top + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - top);
            page.autofilter(top, 0, bottom, column(last)?)?;
        }
        Ok(())
    }

    /// Writes a cell and tells what it says.
    fn cell(
        &self,
        page: &mut Worksheet,
        (row, at): (u32, u16),
        cell: &Cell,
        align: Align,
        first: bool,
    ) -> Result<String, XlsxError> {
        let formats = &self.formats;
        let toned = cell.tone.and_then(|tone: Tone| formats.tones.get(&tone.fill));
        match cell.value {
            Some(Value::Number(value)) if value.is_finite() => {
                page.write_number_with_format(row, at, value, toned.unwrap_or(&formats.number))?;
            }
            Some(Value::Day(day)) if toned.is_none() => {
                page.write_datetime_with_format(row, at, &date(day)?, &formats.date)?;
            }
            _ => {
                let sign = cell.tone.map(|tone| tone.sign).filter(|sign| !sign.is_empty());
                let said = cell.text.said();
                let said = sign.map_or_else(|| said.clone(), |sign| format!("{sign} {said}"));
                let plain = match (first, align) {
                    (true, _) => &formats.strong,
                    (_, Align::Start) => &formats.text,
                    (_, Align::Middle) => &formats.middle,
                    (_, Align::End) => &formats.number,
                };
                self.write(page, row, at, said.trim_end(), toned.unwrap_or(plain))?;
                return Ok(said);
            }
        }
        Ok(String::new())
    }
}

/// What stands on the front beside tables.
enum Said<'a> {
    Heading(&'a str),
    Pair(Fact),
}

fn beside(section: &crate::Section) -> Vec<Said<'_>> {
    let mut said = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Paragraph(text) => said.push(Said::Pair(Fact::new("", text.clone()))),
            Block::List(list) => {
                said.extend(list.items.iter().map(|item| Said::Pair(Fact::new("•", item.clone()))));
            }
            Block::Note(note) => {
                said.push(Said::Pair(Fact::new(
                    format!("{} {}", note.tone.sign, note.title),
                    note.text.clone(),
                )));
            }
            Block::Figure(figure) => {
                said.push(Said::Pair(Fact::new(figure.caption.as_str(), figure.alternative.as_str())));
            }
            Block::Definitions(all) => said.extend(all.iter().cloned().map(Said::Pair)),
            Block::Counts(counts) => said.extend(
                counts.iter().map(|(label, count)| Said::Pair(Fact::new(label.as_str(), count.as_str()))),
            ),
            Block::Table(_) | Block::PageBreak => {}
        }
    }
    if !said.is_empty() {
        said.insert(0, Said::Heading(&section.title));
    }
    said
}
