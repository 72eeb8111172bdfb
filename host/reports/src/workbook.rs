//! Workbooks as papers: sheets with a title block, tables that filter, and a print setup.
//!
//! Every text is written as a string, so that none is ever taken for a formula.

use riskwright_core::quantity::Date;
use riskwright_press::drawing::shortened;
use riskwright_press::sheet::{LINE_HEIGHT, MOST_LINES, column, fitting, lines, sound};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{Context, ReportError, palette};

/// What stands at the end of a text that was cut to fit.
const CUT: &str = "… [cut here: a cell takes no more; the page has the whole text]";
const ACCENT: u32 = 0x001c_4f7c;
const LINE: u32 = 0x00c9_d0d6;
const HEAD: u32 = 0x00ee_f2f5;

/// What a cell shows.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    /// Hundredths, shown as a percentage.
    Percent(u8),
    Date(Date),
    /// Text on the colour of a level.
    Level(String, usize),
    /// Text that is to be noticed.
    Strong(String),
    Empty,
}

impl Cell {
    pub(crate) fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }
    pub(crate) fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Empty, Self::Date)
    }
    pub(crate) fn count(count: usize) -> Self {
        // no register has more rows than a float counts exactly
        Self::Number(count as f64)
    }
}

/// A table of a workbook.
pub(crate) struct Grid<'a> {
    pub(crate) headings: &'a [&'a str],
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A workbook in the making.
pub(crate) struct Book<'a> {
    workbook: Workbook,
    context: &'a Context<'a>,
    title: &'static str,
    formats: Formats,
}

struct Formats {
    title: Format,
    plain: Format,
    heading: Format,
    label: Format,
    text: Format,
    strong: Format,
    number: Format,
    percent: Format,
    date: Format,
    levels: Vec<Format>,
}

impl Formats {
    fn new(levels: usize) -> Self {
        let base = || Format::new().set_font_size(10).set_align(FormatAlign::Top);
        let cell =
            || base().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
        let level = |at| {
            cell()
                .set_font_color(Color::RGB(palette::INK))
                .set_background_color(Color::RGB(palette::colour(at, levels)))
        };
        Self {
            title: Format::new().set_bold().set_font_size(15).set_font_color(Color::RGB(ACCENT)),
            plain: Format::new().set_font_size(10),
            heading: cell()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(ACCENT))
                .set_align(FormatAlign::VerticalCenter),
            label: cell().set_bold().set_background_color(Color::RGB(HEAD)),
            text: cell(),
            strong: cell().set_bold(),
            number: cell().set_align(FormatAlign::Center),
            percent: cell().set_num_format("0%").set_align(FormatAlign::Center),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            levels: (0..levels).map(level).collect(),
        }
    }
}

impl<'a> Book<'a> {
    /// An empty workbook with colours for so many levels of risk.
    pub(crate) fn new(
        context: &'a Context<'a>,
        title: &'static str,
        levels: usize,
    ) -> Result<Self, ReportError> {
        let mut workbook = Workbook::new();
        // a workbook carries the day it was made: the day it is true as of, so that the bytes are the same every time
        let made = ExcelDateTime::parse_from_str(&context.as_of.to_string())
            .or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
        let properties = DocProperties::new()
            .set_title(title)
            .set_company(sound(&context.isms.organisation().name))
            .set_author("Riskwright")
            .set_creation_datetime(&made);
        workbook.set_properties(&properties);
        Ok(Self { workbook, context, title, formats: Formats::new(levels) })
    }

    /// A sheet that is one long table below the title block, with frozen headings and filters.
    /// `widths` are the columns' widths in characters.
    pub(crate) fn register(
        &mut self,
        name: &str,
        widths: &[f64],
        table: &Grid<'_>,
        empty: &str,
    ) -> Result<(), ReportError> {
        let mut sheet = self.sheet(name, widths)?;
        let top = 4;
        sheet.headings(top, table.headings)?;
        sheet.page.set_freeze_panes(top + 1, 0)?;
        sheet.page.set_repeat_rows(top, top)?;
        for (row, cells) in (top + 1..).zip(&table.rows) {
            sheet.row(row, cells)?;
        }
        if table.rows.is_empty() {
            sheet.text(top + 1, 0, empty, Style::Plain)?;
        }
        if let Some(last) = table.headings.len().checked_sub(1) {
            let bottom = top + u32::try_from(table.rows.len()).unwrap_or(u32::MAX - top);
            sheet.page.autofilter(top, 0, bottom, column(last)?)?;
        }
        Ok(())
    }

    /// A sheet of blocks below the title block, to be filled from its fifth row.
    pub(crate) fn blocks(&mut self, name: &str, widths: &[f64]) -> Result<Blocks<'_>, ReportError> {
        let sheet = self.sheet(name, widths)?;
        Ok(Blocks { sheet, row: 4, breaks: Vec::new() })
    }

    /// The sheet of what the paper says of itself, to be filled further.
    pub(crate) fn summary(
        &mut self,
        widths: &[f64],
        marks: &[(&'static str, String)],
    ) -> Result<Blocks<'_>, ReportError> {
        let context = self.context;
        let mut facts = context.facts();
        facts.push(("Head hash (SHA-256)", context.head.to_string()));
        facts.extend(marks.iter().cloned());
        let how = context.verification().replace('`', "");
        facts.push(("How to verify", format!("To check that this paper belongs to its journal, {how}")));
        let mut blocks = self.blocks("Summary", widths)?;
        blocks.pairs("About this paper", &facts)?;
        Ok(blocks)
    }

    fn sheet(&mut self, name: &str, widths: &[f64]) -> Result<Sheet<'_>, ReportError> {
        let context = self.context;
        let organisation = &context.isms.organisation().name;
        let facts: Vec<String> = context
            .facts()
            .into_iter()
            .filter(|(label, _)| {
                matches!(*label, "Standard" | "As of" | "Statement of Applicability" | "Journal")
            })
            .map(|(label, text)| format!("{label}: {text}"))
            .collect();
        let page = self.workbook.add_worksheet();
        page.set_name(name)?;
        page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        page.set_margins(0.4, 0.4, 0.5, 0.7, 0.3, 0.3);
        page.set_footer(format!(
            "&L&8{}, as of {}, journal head {}&R&8Page &P of &N",
            self.title,
            context.as_of,
            context.short_head()
        ));
        for (at, width) in widths.iter().enumerate() {
            page.set_column_width(column(at)?, *width)?;
        }
        let mut sheet = Sheet { page, formats: &self.formats, widths: widths.to_vec() };
        let heading = format!("{}: {}", self.title, shortened(organisation, 120));
        sheet.text(0, 0, &heading, Style::Title)?;
        sheet.text(1, 0, &facts.join("   "), Style::Plain)?;
        // one line: the whole statement is on the sheet Summary
        let scope = context.scope().replace('\n', " ");
        sheet.text(2, 0, &format!("Scope: {}", shortened(&scope, 200)), Style::Plain)?;
        Ok(sheet)
    }

    pub(crate) fn save(mut self) -> Result<Vec<u8>, ReportError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

#[derive(Debug, Clone, Copy)]
enum Style {
    Title,
    Plain,
    Heading,
    Label,
    Text,
    Strong,
    Level(usize),
}

struct Sheet<'b> {
    page: &'b mut Worksheet,
    formats: &'b Formats,
    widths: Vec<f64>,
}

impl Sheet<'_> {
    /// Makes a row as high as its texts need. Left to themselves, some programs show one line of each.
    fn fit<'t>(&mut self, row: u32, texts: impl Iterator<Item = (usize, &'t str)>) -> Result<(), XlsxError> {
        let lines = texts.map(|(at, text)| lines(text, self.widths.get(at).copied().unwrap_or(8.0)));
        let lines = lines.max().unwrap_or(1).clamp(1, MOST_LINES);
        self.page.set_row_height(row, f64::from(lines) * LINE_HEIGHT + 3.0).map(|_| ())
    }

    fn text(&mut self, row: u32, at: u16, text: &str, style: Style) -> Result<(), XlsxError> {
        let format = match style {
            Style::Title => &self.formats.title,
            Style::Plain => &self.formats.plain,
            Style::Heading => &self.formats.heading,
            Style::Label => &self.formats.label,
            Style::Text => &self.formats.text,
            Style::Strong => &self.formats.strong,
            Style::Level(level) => self.formats.levels.get(level).unwrap_or(&self.formats.text),
        };
        self.page.write_string_with_format(row, at, fitting(&sound(text), CUT), format).map(|_| ())
    }

    fn headings(&mut self, row: u32, headings: &[&str]) -> Result<(), XlsxError> {
        for (at, heading) in headings.iter().enumerate() {
            self.text(row, column(at)?, heading, Style::Heading)?;
        }
        self.fit(row, headings.iter().copied().enumerate())
    }

    fn row(&mut self, row: u32, cells: &[Cell]) -> Result<(), XlsxError> {
        for (at, cell) in cells.iter().enumerate() {
            self.cell(row, column(at)?, cell)?;
        }
        let texts = cells.iter().enumerate().filter_map(|(at, cell)| match cell {
            Cell::Text(text) | Cell::Strong(text) | Cell::Level(text, _) => Some((at, text.as_str())),
            _ => None,
        });
        self.fit(row, texts)
    }

    fn cell(&mut self, row: u32, at: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => self.text(row, at, text, Style::Text),
            Cell::Strong(text) => self.text(row, at, text, Style::Strong),
            Cell::Level(text, level) => self.text(row, at, text, Style::Level(*level)),
            Cell::Number(number) => {
                self.page.write_number_with_format(row, at, *number, &self.formats.number).map(|_| ())
            }
            Cell::Percent(hundredths) => {
                let share = f64::from(*hundredths) / 100.0;
                self.page.write_number_with_format(row, at, share, &self.formats.percent).map(|_| ())
            }
            // a day that a workbook can't count is written as it is read
            Cell::Date(date) => match ExcelDateTime::parse_from_str(&date.to_string()) {
                Ok(day) => {
                    self.page.write_datetime_with_format(row, at, &day, &self.formats.date).map(|_| ())
                }
                Err(_) => self.text(row, at, &date.to_string(), Style::Text),
            },
            Cell::Empty => self.page.write_blank(row, at, &self.formats.text).map(|_| ()),
        }
    }
}

/// A sheet on which tables stand below each other.
pub(crate) struct Blocks<'b> {
    sheet: Sheet<'b>,
    row: u32,
    breaks: Vec<u32>,
}

impl Blocks<'_> {
    /// A heading.
    pub(crate) fn title(&mut self, title: &str) -> Result<(), ReportError> {
        self.sheet.text(self.row, 0, title, Style::Title)?;
        self.row += 1;
        Ok(())
    }

    /// A line of text that runs over the columns.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), ReportError> {
        self.sheet.text(self.row, 0, text, Style::Plain)?;
        self.row += 1;
        Ok(())
    }

    /// On paper, what follows stands on a new page.
    pub(crate) fn new_page(&mut self) -> Result<(), ReportError> {
        self.breaks.push(self.row);
        self.sheet.page.set_page_breaks(&self.breaks)?;
        Ok(())
    }

    /// An empty row.
    pub(crate) fn gap(&mut self) {
        self.row += 1;
    }

    /// A table with headings.
    pub(crate) fn table(&mut self, title: &str, table: &Grid<'_>) -> Result<(), ReportError> {
        self.title(title)?;
        self.sheet.headings(self.row, table.headings)?;
        self.row += 1;
        for cells in &table.rows {
            self.sheet.row(self.row, cells)?;
            self.row += 1;
        }
        self.gap();
        Ok(())
    }

    /// Labels with texts beside them.
    pub(crate) fn pairs(&mut self, title: &str, pairs: &[(&'static str, String)]) -> Result<(), ReportError> {
        self.title(title)?;
        for (label, text) in pairs {
            self.sheet.text(self.row, 0, label, Style::Label)?;
            self.sheet.text(self.row, 1, text, Style::Text)?;
            self.sheet.fit(self.row, [*label, text.as_str()].into_iter().enumerate())?;
            self.row += 1;
        }
        self.gap();
        Ok(())
    }
}
