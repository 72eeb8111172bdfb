//! Scales, criteria, table and bands, and what they have to be.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

/// The settings of the matrix. By default those of ISO/IEC 27005:2022, Annex A: five levels each way.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The levels of likelihood, lowest first; 2 to 10.
    pub likelihood: Vec<Texts>,
    /// The levels of overall consequence, lowest first; 2 to 10.
    pub consequence: Vec<Texts>,
    /// Criteria of consequence: any number. The worst of those estimated counts.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// Scores: a row for each likelihood, a cell for each overall consequence, lowest first.
    pub table: Vec<Vec<u32>>,
    /// The levels of risk, lowest first; 2 to 10.
    pub bands: Vec<Band>,
}

/// A criterion of consequence: confidentiality, safety, …
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The factor's id.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// Its own levels; absent: those of the overall consequence.
    #[serde(default)]
    pub levels: Option<Vec<Texts>>,
    /// The overall level that each own level leads to, by index. Empty: the same index.
    #[serde(default)]
    pub onto: Vec<u8>,
}

/// A level of risk.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Its name.
    pub name: Texts,
    /// The lowest score in it.
    pub from: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let named = |id: &str, title| Criterion { id: id.to_owned(), title, levels: None, onto: Vec::new() };
        let names = levels(
            ["en", "de"],
            [
                ["very low", "sehr gering"],
                ["low", "gering"],
                ["medium", "mittel"],
                ["high", "hoch"],
                ["very high", "sehr hoch"],
            ],
        );
        Self {
            likelihood: levels(
                ["en", "de"],
                [
                    ["unlikely", "unwahrscheinlich"],
                    ["rather unlikely", "eher unwahrscheinlich"],
                    ["likely", "wahrscheinlich"],
                    ["very likely", "sehr wahrscheinlich"],
                    ["almost certain", "fast sicher"],
                ],
            ),
            consequence: levels(
                ["en", "de"],
                [
                    ["minor", "geringfügig"],
                    ["significant", "spürbar"],
                    ["serious", "ernst"],
                    ["critical", "kritisch"],
                    ["catastrophic", "katastrophal"],
                ],
            ),
            criteria: vec![
                named("confidentiality", texts! { en: "Confidentiality", de: "Vertraulichkeit" }),
                named("integrity", texts! { en: "Integrity", de: "Integrität" }),
                named("availability", texts! { en: "Availability", de: "Verfügbarkeit" }),
            ],
            table: [[0, 0, 1, 1, 1], [0, 1, 1, 2, 2], [1, 1, 2, 3, 3], [1, 2, 3, 3, 4], [2, 3, 3, 4, 4]]
                .map(Vec::from)
                .into(),
            bands: names.into_iter().zip(0..).map(|(name, from)| Band { name, from }).collect(),
        }
    }
}

/// A place in a list: `/bands/3`.
fn place(list: &str, at: usize) -> String {
    [list, "/", &digits(u32::try_from(at).unwrap_or(u32::MAX))].concat()
}

impl Settings {
    /// What is wrong with them first.
    pub(crate) fn check(&self) -> Result<(), SettingsProblem> {
        check_scale("/likelihood", &self.likelihood)?;
        check_scale("/consequence", &self.consequence)?;
        for (at, criterion) in self.criteria.iter().enumerate() {
            self.check_criterion(at, criterion)?;
        }
        self.check_table()?;
        self.check_bands()
    }

    fn check_criterion(&self, at: usize, criterion: &Criterion) -> Result<(), SettingsProblem> {
        let here = place("/criteria", at);
        let taken = ["likelihood", "consequence", "score", "level"].contains(&criterion.id.as_str());
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if taken || self.criteria.iter().take(at).any(|other| other.id == criterion.id) {
            return Err(SettingsProblem::at(
                here + "/id",
                texts! {
                    en: ["the id `", &criterion.id, "` is taken"].concat(),
                    de: ["die Kennung `", &criterion.id, "` ist vergeben"].concat(),
                },
            ));
        }
        if !(1..=64).contains(&criterion.id.len()) || !criterion.id.chars().all(known) {
            return Err(SettingsProblem::at(
                here + "/id",
                texts! {
                    en: "an id is 1 to 64 lower-case letters, digits and `- _ .`",
                    de: "eine Kennung besteht aus 1 bis 64 Kleinbuchstaben, Ziffern und `- _ .`",
                },
            ));
        }
        if let Some(levels) = &criterion.levels {
            check_scale(&[&here, "/levels"].concat(), levels)?;
        }
        let (own, overall) =
            (criterion.levels.as_ref().unwrap_or(&self.consequence).len(), self.consequence.len());
        let leads = if criterion.onto.is_empty() {
            own == overall
        } else {
            criterion.onto.len() == own
                && criterion.onto.iter().all(|to| usize::from(*to) < overall)
                && criterion.onto.is_sorted()
        };
        if leads {
            return Ok(());
        }
        Err(SettingsProblem::at(
            here + "/onto",
            texts! {
                en: "each level must lead to one of the overall consequence, never downwards",
                de: "jede Stufe muss zu einer der Gesamtauswirkung führen, nie abwärts",
            },
        ))
    }

    fn check_table(&self) -> Result<(), SettingsProblem> {
        let (rows, columns) = (self.likelihood.len(), self.consequence.len());
        if self.table.len() != rows || self.table.iter().any(|row| row.len() != columns) {
            let (rows, columns) = (digits_of(rows), digits_of(columns));
            return Err(SettingsProblem::at(
                "/table",
                texts! {
                    en: ["the table must have ", &rows, " rows (likelihood) of ", &columns, " cells (consequence)"].concat(),
                    de: ["die Tabelle braucht ", &rows, " Zeilen (Wahrscheinlichkeit) zu ", &columns, " Zellen (Auswirkung)"].concat(),
                },
            ));
        }
        let mut above: &[u32] = &[];
        for (at, row) in self.table.iter().enumerate() {
            let falls_across = row.iter().zip(row.iter().skip(1)).position(|(left, here)| left > here);
            let falls =
                row.iter().zip(above).position(|(here, up)| up > here).or(falls_across.map(|at| at + 1));
            if let Some(column) = falls {
                return Err(SettingsProblem::at(
                    place(&place("/table", at), column),
                    texts! {
                        en: "the score falls towards a cell that is worse",
                        de: "der Wert sinkt zu einer schlechteren Zelle hin",
                    },
                ));
            }
            above = row;
        }
        Ok(())
    }

    fn check_bands(&self) -> Result<(), SettingsProblem> {
        let scores = || self.table.iter().flatten().copied();
        let (lowest, highest) = (scores().min().unwrap_or(0), scores().max().unwrap_or(0));
        check_scale("/bands", &self.bands.iter().map(|band| band.name.clone()).collect::<Vec<_>>())?;
        let mut before: Option<u32> = None;
        for (at, band) in self.bands.iter().enumerate() {
            if before.map_or(band.from > lowest, |before| band.from <= before) {
                return Err(SettingsProblem::at(
                    place("/bands", at) + "/from",
                    texts! {
                        en: ["bands must begin at or below the lowest score (", &digits(lowest), ") and rise"].concat(),
                        de: ["Stufen müssen beim niedrigsten Wert (", &digits(lowest), ") oder darunter beginnen und steigen"].concat(),
                    },
                ));
            }
            before = Some(band.from);
        }
        if before.is_some_and(|top| top > highest) {
            return Err(SettingsProblem::at(
                place("/bands", self.bands.len().saturating_sub(1)) + "/from",
                texts! {
                    en: "no combination reaches the highest band",
                    de: "keine Kombination erreicht die höchste Stufe",
                },
            ));
        }
        Ok(())
    }
}

fn digits_of(count: usize) -> String {
    digits(u32::try_from(count).unwrap_or(u32::MAX))
}

/// 2 to 10 levels, no two of them of one name in any language.
fn check_scale(path: &str, names: &[Texts]) -> Result<(), SettingsProblem> {
    if !(2..=10).contains(&names.len()) {
        let found = digits_of(names.len());
        return Err(SettingsProblem::at(
            path,
            texts! {
                en: ["there are ", &found, " levels; 2 to 10 are possible"].concat(),
                de: ["es sind ", &found, " Stufen; möglich sind 2 bis 10"].concat(),
            },
        ));
    }
    for (at, name) in names.iter().enumerate() {
        let same = |other: &Texts| {
            name.iter().any(|own| {
                other
                    .get(&own.language)
                    .is_some_and(|other| other.trim_ascii().eq_ignore_ascii_case(own.text.trim_ascii()))
            })
        };
        if names.iter().take(at).any(same) {
            return Err(SettingsProblem::at(
                place(path, at),
                texts! {
                    en: ["there are two levels named `", name.first(), "`"].concat(),
                    de: ["zwei Stufen heißen `", name.first(), "`"].concat(),
                },
            ));
        }
    }
    Ok(())
}
