//! What can be set: the impact areas in the order of their importance, the matrix of pools, whether probability counts.

use riskwright_sdk::prelude::*;
use riskwright_sdk::texts::digits;

use crate::score::{DEFAULT_POOLS, Pools, PoolsFault, Thirds, greatest_score};
use crate::words::{Words, words};

/// The most impact areas.
pub const MOST_AREAS: usize = 20;

/// An impact area.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// One of the stock areas' ids, or an own one.
    pub id: String,
    /// Its name by language; the stock areas have one.
    #[serde(default)]
    pub title: Option<Texts>,
    /// What counts as low, medium and high, by language.
    #[serde(default)]
    pub criteria: Option<Texts>,
}

/// The settings as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The impact areas, the most important first.
    pub areas: Vec<Area>,
    /// Whether each risk has a probability, and so a pool.
    pub probability: bool,
    /// The pool by probability down and third of scores across, both lowest first.
    pub pools: [[u8; 3]; 3],
    /// The lowest scores of the middle and the upper third; in proportion to the areas if absent.
    pub thirds: Option<[u32; 2]>,
}

impl Default for Settings {
    fn default() -> Self {
        let area = |(id, _): &(&str, Words)| Area { id: (*id).to_owned(), title: None, criteria: None };
        Self {
            areas: STOCK.iter().map(area).collect(),
            probability: true,
            pools: DEFAULT_POOLS,
            thirds: None,
        }
    }
}

/// The five stock areas, in the order of the method's worksheets.
const STOCK: [(&str, Words); 5] = [
    (
        "reputation",
        [
            "Reputation and customer confidence",
            "Ansehen und Vertrauen der Kunden",
            "Réputation et confiance des clients",
        ],
    ),
    ("financial", ["Financial", "Finanzen", "Finances"]),
    ("productivity", ["Productivity", "Produktivität", "Productivité"]),
    ("safety-and-health", ["Safety and health", "Sicherheit und Gesundheit", "Sécurité et santé"]),
    (
        "fines-and-penalties",
        ["Fines and legal penalties", "Bußgelder und rechtliche Strafen", "Amendes et sanctions"],
    ),
];

impl Area {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> Texts {
        let stock = || STOCK.iter().find(|(id, _)| *id == self.id).map(|(_, title)| words(*title));
        self.title.clone().or_else(stock).unwrap_or_else(|| text("en", self.id.clone()))
    }

    fn is_stock(&self) -> bool {
        STOCK.iter().any(|(id, _)| *id == self.id)
    }

    fn has_good_id(&self) -> bool {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        (1..=40).contains(&self.id.len()) && self.id.bytes().all(fits)
    }
}

impl Settings {
    /// The matrix of pools and the thirds, if all is well.
    ///
    /// # Errors
    /// What is wrong, each with its place.
    pub fn check(&self) -> Result<(Pools, Thirds), Vec<SettingsProblem>> {
        let mut problems = Vec::new();
        self.check_areas(&mut problems);
        let pools = Pools::new(self.pools).map_err(|fault| problems.push(pools_problem(fault)));
        let areas = u32::try_from(self.areas.len().min(MOST_AREAS)).unwrap_or(0);
        let thirds = match self.thirds {
            None => Thirds::of_areas(areas),
            Some([middle, upper]) => {
                if middle == 0 || middle > upper || upper > greatest_score(areas) {
                    let message = words([
                        "expected two scores that rise, above 0 and within reach of the areas",
                        "erwartet werden zwei steigende Werte über 0, die mit den Bereichen erreichbar sind",
                        "deux scores croissants sont attendus, supérieurs à 0 et atteignables",
                    ]);
                    problems.push(SettingsProblem::at("/thirds", message));
                }
                Thirds { middle, upper }
            }
        };
        match pools {
            Ok(pools) if problems.is_empty() => Ok((pools, thirds)),
            _ => Err(problems),
        }
    }

    fn check_areas(&self, problems: &mut Vec<SettingsProblem>) {
        if !(1..=MOST_AREAS).contains(&self.areas.len()) {
            let message = words([
                "expected 1 to 20 impact areas, the most important first",
                "erwartet werden 1 bis 20 Wirkungsbereiche, der wichtigste zuerst",
                "1 à 20 domaines d’impact sont attendus, le plus important d’abord",
            ]);
            problems.push(SettingsProblem::at("/areas", message));
        }
        for (at, area) in (0_u32..).zip(&self.areas) {
            let path = |field: &str| ["/areas/", &digits(at), field].concat();
            let earlier = self.areas.iter().take(usize::try_from(at).unwrap_or(usize::MAX));
            if !area.has_good_id() || earlier.into_iter().any(|other| other.id == area.id) {
                let message = words([
                    "expected an id that no other area has, of lower-case letters, digits, - and _",
                    "erwartet wird eine Kennung, die kein anderer Bereich hat, aus Kleinbuchstaben, Ziffern, - und _",
                    "un identifiant unique est attendu, en minuscules, chiffres, - et _",
                ]);
                problems.push(SettingsProblem::at(path("/id"), message));
            }
            if area.title.is_none() && !area.is_stock() {
                let message = words([
                    "an area of your own needs a `title`",
                    "ein eigener Bereich braucht einen `title`",
                    "un domaine propre demande un `title`",
                ]);
                problems.push(SettingsProblem::at(path(""), message));
            }
        }
    }
}

fn pools_problem(fault: PoolsFault) -> SettingsProblem {
    let ((row, cell), message) = match fault {
        PoolsFault::Unknown(row, cell) => (
            (row, cell),
            ["there are pools 1 to 4", "es gibt die Gruppen 1 bis 4", "les groupes vont de 1 à 4"],
        ),
        PoolsFault::Falls(row, cell) => (
            (row, cell),
            [
                "a higher probability or score must not lead to a later pool",
                "höhere Wahrscheinlichkeit oder höherer Wert darf nicht in eine spätere Gruppe führen",
                "une probabilité ou un score plus haut ne peut mener à un groupe ultérieur",
            ],
        ),
    };
    let place = |at: usize| digits(u32::try_from(at).unwrap_or(u32::MAX));
    SettingsProblem::at(["/pools/", &place(row), "/", &place(cell)].concat(), words(message))
}
