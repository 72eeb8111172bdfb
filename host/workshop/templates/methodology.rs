//! {{title}}.

use riskwright_sdk::prelude::*;

/// Likelihood times impact, one more where the system is open to the internet.
pub struct Method {
    settings: Settings,
}

/// What an organisation can set; `settings.schema.json` says the same to the host.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The score from which a risk is medium.
    pub medium_from: f64,
    /// The score from which a risk is high.
    pub high_from: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { medium_from: 4.0, high_from: 10.0 }
    }
}

impl RowMethodology for Method {
    type Settings = Settings;

    fn new(settings: Settings) -> Result<Self, Vec<SettingsProblem>> {
        // what the schema can't say
        if settings.medium_from > settings.high_from {
            let message = texts! { en: "medium begins above high", de: "mittel beginnt über hoch" };
            return Err(vec![SettingsProblem::at("/medium_from", message)]);
        }
        Ok(Self { settings })
    }

    fn describe(&self) -> Description {
        let likelihood = levels(["en", "de"], [["rare", "selten"], ["possible", "möglich"], ["likely", "wahrscheinlich"], ["certain", "sicher"]]);
        let impact = levels(["en", "de"], [["low", "gering"], ["medium", "mittel"], ["high", "hoch"], ["severe", "schwer"]]);
        let risk = levels(["en", "de"], [["low", "niedrig"], ["medium", "mittel"], ["high", "hoch"]]);
        Description::new(texts! { en: "{{title}}", de: "{{title}}" }, risk, 1.0, 17.0)
            .factor(Factor::ordinal("likelihood", texts! { en: "Likelihood", de: "Wahrscheinlichkeit" }, likelihood))
            .factor(Factor::ordinal("impact", texts! { en: "Impact", de: "Auswirkung" }, impact))
            .factor(Factor::flag("exposed", texts! { en: "Open to the internet", de: "Aus dem Internet erreichbar" }).optional())
            .node(Node::number("product", texts! { en: "Likelihood times impact", de: "Wahrscheinlichkeit mal Auswirkung" }, Bounds::new("", 1.0, 16.0)))
            .axes("likelihood", "impact")
    }

    fn row(&self, row: Row<'_>, trace: &mut Trace) -> Result<Scored, Texts> {
        // both are required: a row without them, or with a level that is none of the four, does not get here
        let step = |factor| row.level(factor).map(|level| f64::from(level) + 1.0).ok_or_else(|| not_estimated(factor));
        let product = step("likelihood")? * step("impact")?;
        trace.number("product", product, ["likelihood", "impact"]);
        let mut score = product;
        if let Some(exposed) = row.flag("exposed") {
            score += if exposed { 1.0 } else { 0.0 };
            trace.score_from(["product", "exposed"]);
        }
        let level = if score >= self.settings.high_from {
            2
        } else if score >= self.settings.medium_from {
            1
        } else {
            0
        };
        Ok(Scored::new(score, level))
    }
}

riskwright_sdk::export!(methodology: Method);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exposed_system_scores_one_more() {
        let method = Ready::<Method>::new("{}").unwrap();
        let rows: [&[_]; 2] = [
            &[("likelihood", Value::Level(1)), ("impact", Value::Level(2))],
            &[("likelihood", Value::Level(1)), ("impact", Value::Level(2)), ("exposed", Value::Flag(true))],
        ];
        let answer = method.assess_rows(&rows).unwrap();
        assert_eq!(answer.get(0), Ok((6.0, 1)));
        assert_eq!(answer.get(1), Ok((7.0, 1)));
    }

    #[test]
    fn thresholds_come_from_the_settings() {
        let method = Ready::<Method>::new(r#"{"high_from": 6}"#).unwrap();
        let answer = method.assess_rows(&[&[("likelihood", Value::Level(1)), ("impact", Value::Level(2))]]).unwrap();
        assert_eq!(answer.get(0), Ok((6.0, 2)));
        assert!(Ready::<Method>::new(r#"{"high_from": 2}"#).is_err(), "medium would begin above it");
    }
}
