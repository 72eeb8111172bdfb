//! `import`: registers in.

use std::path::Path;

use riskwright_core::change::{Change, Effects, describe};
use riskwright_core::exchange::grid::Grid;
use riskwright_core::exchange::problem::cell_text;
use riskwright_core::exchange::{Intake, Mapping, Options, Problem, edit::together, import, import_json};
use riskwright_core::isms::Isms;
use serde_json::{Value, json};

use super::Answer;
use crate::args::Import;
use crate::fault::{Fault, io};
use crate::print;
use crate::session::{Hand, Session};

/// So many problems are shown with the row they stand in; the others in a line each.
const WITH_ROW: usize = 20;

pub fn run(args: &Import, hand: &Hand) -> Result<Answer, Fault> {
    let options = Options {
        mapping: args.mapping.as_deref().map_or(Ok(Mapping::default()), mapping)?,
        skip_bad: args.skip_bad,
        adopt_scale: args.adopt_scale,
    };
    let mut session = Session::open(&args.file, hand)?;
    let sources = Sources::read(&args.sources)?;
    let intake = sources.intake(session.isms(), &options);
    if !intake.problems.is_empty() && !args.skip_bad {
        return Err(refusal(&intake, &sources.grids));
    }
    let names: Vec<String> = args.sources.iter().map(|source| file_name(source)).collect();
    let change = together(&format!("import of {}", names.join(", ")), intake.changes.clone());
    let mut entry = None;
    let mut effects = None;
    if let Some(change) = change {
        // one change is an import too: it says so
        let change = match change {
            Change::Together { .. } => change,
            one => Change::Together {
                title: format!("import of {}", names.join(", "))
                    .chars()
                    .take(500)
                    .collect::<String>()
                    .parse()
                    .map_err(|_| Fault::new("the sources' names make no title"))?,
                changes: vec![one],
            },
        };
        if args.dry_run {
            effects = Some(session.isms().clone().apply(&change, &hand.by, hand.at)?);
        } else {
            let made = session.make(change)?;
            entry = made.entry;
            effects = Some(made.effects);
        }
    }
    let revised = Revised::of(&session, effects.as_ref());
    session.close();

    let counts: Vec<String> = intake
        .imported
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let mut text = match (counts.is_empty(), args.dry_run, entry) {
        (true, ..) => "Nothing was found to take in.".to_owned(),
        (_, true, _) => format!("Would take in {}.", counts.join(", ")),
        (_, _, Some(entry)) => format!("Took in {} (entry {entry}).", counts.join(", ")),
        (_, _, None) => format!("Read {}; all of it was there already.", counts.join(", ")),
    };
    if revised.count > 0 {
        let what = print::count(revised.count, "was there", "were there");
        text += &format!("\nOf these, {what} before: revised (riskwright log).");
    }
    if !intake.skipped.is_empty() {
        let rows = intake.skipped.iter().map(|row| {
            vec![place(&row.source, &row.sheet, &row.cell), print::short(&row.row, 60), row.reason.clone()]
        });
        text += &format!("\n\n{} stayed out:\n", print::count(intake.skipped.len(), "row", "rows"));
        text += &print::table(&["Where", "Row", "Why"], rows);
    }
    if entry.is_some() {
        text += &format!("\nNext: riskwright assess {}", args.file.display());
    }
    let mut json = outcome(&intake, intake.skipped.len());
    json["entry"] = json!(entry);
    json["revised"] = json!(revised.count);
    let notes: Vec<String> = intake.notes.iter().chain(&revised.renamed).cloned().collect();
    json["notes"] = json!(notes);
    Ok(Answer { notes, ..Answer::new(text, json) })
}

/// What the sources changed of what was there.
struct Revised {
    count: usize,
    /// Records whose title is another now: the sources may number other things alike.
    renamed: Vec<String>,
}

impl Revised {
    fn of(session: &Session, effects: Option<&Effects>) -> Self {
        let mut revised = Self { count: 0, renamed: Vec::new() };
        let writes = effects.map(|effects| effects.writes.as_slice()).unwrap_or_default();
        for write in writes.iter().filter(|write| write.before.is_some() && write.after.is_some()) {
            revised.count += 1;
            let lines = describe(session.isms(), write);
            let title = format!("{}: title ", write.at);
            revised.renamed.extend(lines.into_iter().filter(|line| line.starts_with(&title)));
        }
        revised
    }
}

/// What was read, before anyone has said what it means.
struct Sources {
    documents: Vec<(String, String)>,
    grids: Vec<Grid>,
}

impl Sources {
    fn read(paths: &[std::path::PathBuf]) -> Result<Self, Fault> {
        let mut sources = Self { documents: Vec::new(), grids: Vec::new() };
        for path in paths {
            let bytes = std::fs::read(path).map_err(|error| io("read", path, &error))?;
            let name = path.display().to_string();
            let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
            if first == Some(&b'{')
                && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
            {
                let text = String::from_utf8(bytes)
                    .map_err(|_| Fault::new(format!("{name}: JSON is UTF-8, this is not")))?;
                sources.documents.push((name, text));
            } else {
                let grids =
                    riskwright_tables::read(&name, &bytes).map_err(|error| Fault::new(error.to_string()))?;
                sources.grids.extend(grids);
            }
        }
        Ok(sources)
    }

    /// Documents first, then tables against what the documents brought.
    fn intake(&self, isms: &Isms, options: &Options) -> Intake {
        let mut grown = isms.clone();
        let mut whole = Intake::default();
        let by = Hand::new(None, None);
        for (name, text) in &self.documents {
            let intake = import_json(&grown, name, text);
            for change in &intake.changes {
                // a change that import_json tried already; what can't be made is told by the store
                let _ = grown.apply(change, &by.by, by.at);
            }
            add(&mut whole, intake);
        }
        if !self.grids.is_empty() {
            add(&mut whole, import(&grown, &self.grids, options));
        }
        whole
    }
}

fn add(whole: &mut Intake, part: Intake) {
    whole.changes.extend(part.changes);
    for (name, count) in part.imported {
        *whole.imported.entry(name).or_insert(0) += count;
    }
    whole.skipped.extend(part.skipped);
    whole.problems.extend(part.problems);
    whole.notes.extend(part.notes);
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn mapping(path: &Path) -> Result<Mapping, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| io("read", path, &error))?;
    toml::from_str(&text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        Fault::new(format!("{} is no mapping: {}", path.display(), error.message()))
            .marked(&path.display().to_string(), text, (span.start, span.len()), "here")
            .help("tables are sheets, columns, levels.FACTOR and words.VOCABULARY; `riskwright schema mapping` shows them")
    })
}

fn outcome(intake: &Intake, skipped: usize) -> Value {
    json!({
        "imported": intake.imported,
        "skipped": skipped,
        "problems": intake.problems,
        "skipped_rows": intake.skipped,
        "notes": intake.notes,
    })
}

fn place(source: &str, sheet: &str, cell: &str) -> String {
    if sheet.is_empty() { format!("{source} {cell}") } else { format!("{source} “{sheet}” {cell}") }
}

/// All problems at once, row by row; nothing was taken in.
fn refusal(intake: &Intake, grids: &[Grid]) -> Fault {
    let mut rows: Vec<(Option<Located<'_>>, Vec<&Problem>)> = Vec::new();
    for problem in &intake.problems {
        let located = locate(problem, grids);
        match rows.last_mut() {
            Some((Some(before), problems))
                if located
                    .as_ref()
                    .is_some_and(|now| std::ptr::eq(now.grid, before.grid) && now.row == before.row) =>
            {
                problems.push(problem);
            }
            _ => rows.push((located, vec![problem])),
        }
    }
    let related = rows.iter().enumerate().map(|(at, (located, problems))| match located {
        Some(located) if at < WITH_ROW => row_fault(located, problems),
        _ => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            helped(Fault::new(lines.join("\n")), problems)
        }
    });
    let mut nothing = intake.clone();
    nothing.imported.values_mut().for_each(|count| *count = 0);
    nothing.skipped.clear();
    Fault::new(format!("nothing was taken in: {}", print::count(intake.problems.len(), "problem", "problems")))
        .help("mend the source, say what its words mean in a mapping file (--mapping), or leave bad rows out (--skip-bad)")
        .with(related.collect())
        .json(outcome(&nothing, 0))
}

fn helped(fault: Fault, problems: &[&Problem]) -> Fault {
    match problems.iter().find_map(|problem| problem.help.clone()) {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// The problems of one row, with the row and its cells marked.
fn row_fault(located: &Located<'_>, problems: &[&Problem]) -> Fault {
    let Located { grid, row, .. } = located;
    let mut line = String::new();
    let mut places = Vec::new();
    for (at, cell) in grid.rows.get(*row).into_iter().flatten().enumerate() {
        if at > 0 {
            line += " | ";
        }
        let text = print::short(&cell_text(cell), 32);
        places.push((line.len(), text.len().max(1)));
        line += &text;
    }
    line.push(' ');
    let cells = problems.iter().filter_map(|problem| {
        let (at, length) = *places.get(locate(problem, std::slice::from_ref(grid))?.column)?;
        Some((at, length, problem.cell.clone()))
    });
    let cells = cells.collect();
    let said: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!(
                "{}: found `{}`, expected {}",
                problem.cell,
                print::short(&problem.found, 60),
                problem.expected
            )
        })
        .collect();
    let name = if grid.sheet.is_empty() {
        grid.source.clone()
    } else {
        format!("{}, “{}”", grid.source, grid.sheet)
    };
    let number =
        grid.address(*row, 0).trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().unwrap_or(1);
    helped(Fault::new(said.join("\n")).in_row(name, number, line, cells), problems)
}

/// Where in the sources a problem lies.
struct Located<'a> {
    grid: &'a Grid,
    row: usize,
    column: usize,
}

fn locate<'a>(problem: &Problem, grids: &'a [Grid]) -> Option<Located<'a>> {
    let letters = problem.cell.bytes().take_while(u8::is_ascii_uppercase).count();
    let column = problem.cell.get(..letters)?.bytes().try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1)
    })?;
    let number: u32 = problem.cell.get(letters..)?.parse().ok()?;
    // a Markdown file has several tables under one heading: the row tells which
    let mut grids = grids.iter().filter(|grid| grid.source == problem.source && grid.sheet == problem.sheet);
    grids.find_map(|grid| {
        let column = column.checked_sub(1)?.checked_sub(grid.origin.column as usize)?;
        let row = if grid.row_numbers.is_empty() {
            number.checked_sub(grid.origin.row)? as usize
        } else {
            grid.row_numbers.iter().position(|row| *row == number)?
        };
        grid.rows.get(row).map(|_| Located { grid, row, column })
    })
}
