//! One risk: the form of its methodologies' factors, why its scores are so, what is done about it.

use riskwright_web_parts::tree::{Element, el};

use super::{button, entry, label};
use crate::change::{Estimate, FactorValue};
use crate::model::{Form, Model};
use crate::says;
use crate::views::{Assessed, Factor, FactorKind, RiskView, StageView};
use crate::wording::{OPTIONS, STAGES};

impl Model {
    pub(super) fn risk_page(&self) -> Element<'_> {
        self.page_of(&self.risk, |view| {
            let risk = &view.scenario;
            let mut parts = vec![self.back(), self.heading(format!("{} {}", risk.id, risk.title))];
            parts.extend(risk.closed.as_ref().map(|why| {
                el("p")
                    .attr("class", "wrong")
                    .attr("dir", "auto")
                    .text(says::closed_because(&self.phrases, why.into()))
            }));
            parts.extend(
                (!risk.description.is_empty())
                    .then(|| el("p").attr("dir", "auto").text(risk.description.as_str())),
            );
            parts.push(self.facts(view));
            parts.push(el("h3").text(says::assessment(&self.phrases)));
            parts.push(self.estimates(view));
            parts.extend(self.own_estimates(view));
            parts.extend(view.assessed.iter().map(|known| self.why(known)));
            parts.push(self.treating(view));
            parts.push(self.accepting(view));
            parts.push(self.closing(view));
            parts
        })
    }

    fn facts<'a>(&'a self, view: &'a RiskView) -> Element<'a> {
        let phrases = &self.phrases;
        let risk = &view.scenario;
        let named = |title: String, of: &'a [crate::views::Named]| {
            (!of.is_empty()).then(|| {
                let entries = of.iter().map(|named| {
                    let text = if named.title.is_empty() {
                        named.id.clone()
                    } else {
                        format!("{} {}", named.id, named.title)
                    };
                    el("li").attr("dir", "auto").text(text)
                });
                el("div")
                    .with(el("dt").text(title))
                    .with(el("dd").with(el("ul").attr("class", "plain").all(entries)))
            })
        };
        let (owner, review) = (risk.owner.as_deref().unwrap_or(""), risk.review_on.as_deref().unwrap_or(""));
        let own = if self.may_change() {
            el("div")
                .attr("class", "lines")
                .with(self.line("risk-title", &risk.id, says::title(phrases), &risk.title, "text"))
                .with(self.line("risk-owner", &risk.id, says::owner(phrases), owner, "text"))
                .with(self.line("risk-review", &risk.id, says::review(phrases), review, "date"))
        } else {
            el("dl")
                .attr("class", "facts")
                .with(
                    el("div")
                        .with(el("dt").text(says::owner(phrases)))
                        .with(el("dd").attr("dir", "auto").text(owner)),
                )
                .with(
                    el("div")
                        .with(el("dt").text(says::review(phrases)))
                        .with(el("dd").text(self.day(review))),
                )
        };
        let about = el("dl")
            .attr("class", "facts")
            .all(named(says::assets(phrases), &view.assets))
            .all(named(says::threats(phrases), &view.threats))
            .all(named(says::vulnerabilities(phrases), &view.vulnerabilities));
        el("div").with(own).with(about)
    }

    /// A line of the form: a factor in each picture.
    fn estimated<'a>(&'a self, factor: &'a Factor, view: &'a RiskView) -> Element<'a> {
        let help = (!factor.help.is_empty())
            .then(|| el("span").attr("class", "hint").attr("dir", "auto").text(factor.help.as_str()));
        let name = el("th")
            .attr("scope", "row")
            .with(el("span").attr("dir", "auto").text(self.factor_title(&factor.title)))
            .all(help);
        let cells = pictures(view).into_iter().enumerate().map(|(at, estimate)| {
            el("td")
                .attr("data-label", self.word(STAGES.get(at).copied().unwrap_or_default()))
                .with(self.factor(factor, at, estimate))
        });
        el("tr").with(name).all(cells)
    }

    /// A table with a column for each picture.
    fn by_pictures<'a>(&'a self, title: String, lines: Element<'a>) -> Element<'a> {
        let head = el("tr")
            .with(el("td"))
            .all(STAGES.iter().map(|stage| el("th").attr("scope", "col").text(self.word(stage))));
        el("div")
            .attr("class", "scroll low")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", title)
            .with(el("table").part("assessment").with(el("thead").with(head)).with(lines))
    }

    /// What the other methodologies ask for beyond what was asked before.
    fn own_estimates<'a>(&'a self, view: &'a RiskView) -> Vec<Element<'a>> {
        let first = preferred(view);
        let mut asked: Vec<&str> =
            first.into_iter().flat_map(|known| &known.form).map(|factor| factor.id.as_str()).collect();
        let mut parts = Vec::new();
        for known in view
            .assessed
            .iter()
            .filter(|known| first.is_none_or(|first| first.methodology != known.methodology))
        {
            let own: Vec<&Factor> =
                known.form.iter().filter(|factor| !asked.contains(&factor.id.as_str())).collect();
            if own.is_empty() {
                continue;
            }
            asked.extend(own.iter().map(|factor| factor.id.as_str()));
            let title = says::own_estimates(&self.phrases, known.title.as_str().into(), own.len().into());
            let lines = el("tbody").all(own.into_iter().map(|factor| self.estimated(factor, view)));
            parts.push(
                el("details")
                    .part("why")
                    .with(el("summary").with(el("span").text(title.clone())))
                    .with(self.by_pictures(title, lines)),
            );
        }
        parts
    }

    /// The form of the preferred methodology, and what each makes of it.
    fn estimates<'a>(&'a self, view: &'a RiskView) -> Element<'a> {
        let phrases = &self.phrases;
        let estimates = pictures(view);
        let factors = preferred(view).map_or(&[][..], |known| &known.form);
        let rows = factors.iter().map(|factor| self.estimated(factor, view));
        let scores = view.assessed.iter().map(|known| {
            let cells = known.stages.iter().map(|stage| {
                let problem = stage
                    .problem
                    .as_ref()
                    .map(|why| el("p").attr("class", "wrong").attr("dir", "auto").text(why.as_str()));
                el("td")
                    .attr("data-label", self.word(&stage.stage))
                    .with(self.level(stage.rated.as_ref(), known.levels.len()))
                    .all(problem)
            });
            let missing = known
                .unavailable
                .as_ref()
                .map(|why| el("p").attr("class", "wrong").attr("dir", "auto").text(why.as_str()));
            el("tr")
                .attr("class", "sum")
                .with(
                    el("th").attr("scope", "row").attr("dir", "auto").text(known.title.as_str()).all(missing),
                )
                .all(cells)
        });
        let rationale = self.may_change().then(|| {
            let cells = estimates.iter().enumerate().map(|(at, estimate)| {
                let stage = self.word(STAGES.get(at).copied().unwrap_or_default());
                let is = estimate.map_or("", |estimate| estimate.rationale.as_str());
                let field = el("textarea")
                    .attr("part", "field")
                    .attr("rows", "2")
                    .attr("dir", "auto")
                    .attr("data-do", "rationale")
                    .attr("data-at", at.to_string())
                    .attr("aria-label", format!("{}: {stage}", says::rationale(phrases)))
                    .flag("disabled", estimate.is_none())
                    .value(self.shown("rationale", "", at, is));
                el("td").attr("data-label", stage).with(field)
            });
            el("tr").with(el("th").attr("scope", "row").text(says::rationale(phrases))).all(cells)
        });
        let stale =
            view.assessed.iter().find(|known| known.preferred).filter(|known| !known.stale.is_empty()).map(
                |known| {
                    let record = self
                        .may_change()
                        .then(|| button("assess").attr("class", "main").text(says::record_scores(phrases)));
                    el("div")
                        .attr("class", "told wait")
                        .with(el("div").with(el("p").text(says::not_recorded(phrases))).with(el("ul").all(
                            known.stale.iter().map(|why| {
                                el("li").attr("class", "hint").attr("dir", "auto").text(why.as_str())
                            }),
                        )))
                        .all(record)
                },
            );
        let lines = el("tbody").all(rows).all(rationale).all(scores);
        el("div").with(self.by_pictures(says::assessment(phrases), lines)).all(stale)
    }

    pub(super) fn factor<'a>(
        &'a self,
        factor: &'a Factor,
        at: usize,
        estimate: Option<&Estimate>,
    ) -> Element<'a> {
        let value = estimate.and_then(|estimate| estimate.factors.get(&factor.id));
        let stage = self.word(STAGES.get(at).copied().unwrap_or_default());
        let name = format!("{}: {stage}", self.factor_title(&factor.title));
        if !self.may_change() {
            return el("span").attr("dir", "auto").text(self.in_words(factor, value));
        }
        let does = |element: Element<'a>, part: usize, name: String| {
            element
                .attr("part", "field")
                .attr("data-do", "factor")
                .attr("data-id", factor.id.as_str())
                .attr("data-at", (at * 4 + part).to_string())
                .attr("aria-label", name)
        };
        let option = |value: String, words: String| el("option").attr("value", value).text(words);
        let select = |chosen: String, options: Vec<(String, String)>| {
            does(el("select"), 0, name.clone())
                .with(option(String::new(), "–".to_owned()))
                .all(options.into_iter().map(|(value, words)| option(value, words)))
                .value(self.shown("factor", &factor.id, at * 4, &chosen))
        };
        let number = |part: usize, value: Option<f64>, name: String| {
            let is = value.map(|number| self.phrases.locale().number(number)).unwrap_or_default();
            does(el("input").attr("type", "text").attr("inputmode", "decimal").attr("size", "8"), part, name)
                .value(self.shown("factor", &factor.id, at * 4 + part, &is))
        };
        match &factor.kind {
            FactorKind::Ordinal(levels) => {
                let chosen = match value {
                    Some(FactorValue::Level(level)) => level.to_string(),
                    _ => String::new(),
                };
                select(
                    chosen,
                    levels.iter().enumerate().map(|(at, level)| (at.to_string(), level.clone())).collect(),
                )
            }
            FactorKind::Flag => {
                let chosen = match value {
                    Some(FactorValue::Flag(true)) => "yes",
                    Some(FactorValue::Flag(false)) => "no",
                    _ => "",
                };
                let phrases = &self.phrases;
                select(
                    chosen.to_owned(),
                    vec![("yes".to_owned(), says::yes(phrases)), ("no".to_owned(), says::no(phrases))],
                )
            }
            FactorKind::Number(bounds) => {
                let is = match value {
                    Some(FactorValue::Number(number)) => Some(*number),
                    _ => None,
                };
                el("span")
                    .attr("class", "row")
                    .with(number(0, is, name))
                    .with(el("span").attr("class", "hint").text(bounds.unit.as_str()))
            }
            FactorKind::Range(bounds) => {
                let is = |part: usize| match value {
                    Some(FactorValue::Range(range)) => range.get(part).copied(),
                    _ => None,
                };
                let phrases = &self.phrases;
                let parts = [says::least(phrases), says::likely(phrases), says::most(phrases)];
                let fields = parts
                    .into_iter()
                    .enumerate()
                    .map(|(part, of)| number(part, is(part), format!("{name}, {of}")));
                el("span")
                    .attr("class", "row")
                    .all(fields)
                    .with(el("span").attr("class", "hint").text(bounds.unit.as_str()))
            }
        }
    }

    fn in_words(&self, factor: &Factor, value: Option<&FactorValue>) -> String {
        let unit = |number: f64| match &factor.kind {
            FactorKind::Number(bounds) | FactorKind::Range(bounds) => {
                format!("{} {}", self.number(number), bounds.unit)
            }
            _ => self.number(number),
        };
        match (value, &factor.kind) {
            (None, _) => "–".to_owned(),
            (Some(FactorValue::Level(level)), FactorKind::Ordinal(levels)) => {
                levels.get(usize::from(*level)).cloned().unwrap_or_default()
            }
            (Some(FactorValue::Level(level)), _) => level.to_string(),
            (Some(FactorValue::Number(number)), _) => unit(*number),
            (Some(FactorValue::Range([least, likely, most])), _) => {
                format!("{} – {} – {}", self.number(*least), self.number(*likely), unit(*most))
            }
            (Some(FactorValue::Flag(true)), _) => says::yes(&self.phrases),
            (Some(FactorValue::Flag(false)), _) => says::no(&self.phrases),
        }
    }

    /// From factors to score, step by step.
    fn why<'a>(&'a self, known: &'a Assessed) -> Element<'a> {
        let stages =
            known.stages.iter().filter(|stage| !stage.trace.is_empty()).map(|stage| self.trace(stage));
        el("details")
            .part("why")
            .with(el("summary").with(el("span").text(says::why(&self.phrases, known.title.as_str().into()))))
            .with(el("div").attr("class", "columns").all(stages))
    }

    fn trace<'a>(&'a self, stage: &'a StageView) -> Element<'a> {
        let steps = stage.trace.iter().map(|step| {
            let from = (!step.from.is_empty())
                .then(|| el("span").attr("class", "hint").text(format!(" ← {}", step.from.join(", "))));
            el("li")
                .with(el("span").attr("class", "hint").text(format!("{}: ", step.node)))
                .with(el("b").attr("dir", "auto").text(step.label.as_str()))
                .all(from)
        });
        let digest = stage.digest.as_ref().map(|digest| {
            let same = stage.recorded.as_ref().is_some_and(|recorded| recorded.digest == *digest);
            let text =
                if same { says::digest_recorded(&self.phrases) } else { says::digest_now(&self.phrases) };
            el("p").attr("class", "hint").text(format!("{text} ")).with(el("code").text(digest.as_str()))
        });
        el("div")
            .with(el("h4").text(self.word(&stage.stage)))
            .with(el("ol").attr("class", "plain").all(steps))
            .all(digest)
    }

    fn treating<'a>(&'a self, view: &'a RiskView) -> Element<'a> {
        let phrases = &self.phrases;
        let treatment = view.treatment.as_ref();
        let option = treatment.and_then(|treatment| treatment.option.as_deref()).unwrap_or("");
        let rationale = treatment.map_or("", |treatment| treatment.rationale.as_str());
        let choose = if self.may_change() {
            let mut options = vec![(String::new(), self.word("untreated"))];
            options.extend(OPTIONS.iter().map(|of| ((*of).to_owned(), self.word(of))));
            el("div")
                .attr("class", "lines")
                .with(self.choice(
                    "option".into(),
                    label(says::option(phrases)),
                    "option",
                    (options, self.shown("option", "", 0, option)),
                ))
                .with(self.line("treatment-rationale", "", says::rationale(phrases), rationale, "text"))
        } else {
            el("p").attr("dir", "auto").text(format!(
                "{} {rationale}",
                self.word(if option.is_empty() { "untreated" } else { option })
            ))
        };
        let controls = view.controls.iter().map(|control| {
            let how = match (control.existing, control.chosen) {
                (true, _) => says::bears(phrases),
                (false, _) => says::chosen(phrases),
            };
            el("li")
                .with(
                    button("record")
                        .attr("class", "link")
                        .attr("data-id", format!("control/{}", control.id))
                        .attr("dir", "auto")
                        .text(format!("{} {}", control.id, control.title)),
                )
                .with(
                    el("span")
                        .attr("class", "hint")
                        .text(format!(" {} · {how}", self.status(control.status.as_deref()))),
                )
        });
        let actions = view.actions.iter().map(|card| self.action(card, false));
        el("section")
            .attr("aria-labelledby", "treating")
            .with(el("h3").attr("id", "treating").text(self.title(crate::page::Page::Treatment)))
            .with(choose)
            .all((!view.controls.is_empty()).then(|| el("h4").text(says::controls(phrases))))
            .with(el("ul").attr("class", "plain").all(controls))
            .with(el("h4").text(says::actions(phrases)))
            .all(
                view.actions
                    .is_empty()
                    .then(|| el("p").attr("class", "none").text(says::no_actions(phrases))),
            )
            .with(el("ul").attr("class", "cards").all(actions))
            .all(self.may_change().then(|| self.new_action()))
    }

    fn accepting<'a>(&'a self, view: &'a RiskView) -> Element<'a> {
        let phrases = &self.phrases;
        let Some(preferred) = view.assessed.first() else { return el("div") };
        let given = preferred.acceptances.iter().map(|known| {
            let acceptance = &known.acceptance;
            let state = match (&acceptance.withdrawn_on, &known.standing) {
                (Some(day), _) => says::withdrawn_on(phrases, self.day(day).as_str().into()),
                (None, Some(standing)) => match standing.state.as_str() {
                    "valid" => says::stands(phrases),
                    "expired" => says::expired(phrases),
                    _ => says::stands_no_more(phrases, standing.reasons.join("; ").as_str().into()),
                },
                (None, None) => says::superseded(phrases),
            };
            let withdraw = (self.may_change()
                && acceptance.withdrawn_on.is_none()
                && known.standing.is_some())
            .then(|| {
                button("withdraw").attr("data-id", acceptance.id.as_str()).text(says::withdraw(phrases))
            });
            let text = says::accepted_by(
                phrases,
                acceptance.level_name.as_str().into(),
                acceptance.by.as_str().into(),
                self.day(&acceptance.on).as_str().into(),
                self.day(&acceptance.until).as_str().into(),
            );
            el("li")
                .with(el("p").text(text))
                .with(el("p").attr("class", "hint").attr("dir", "auto").text(acceptance.reason.as_str()))
                .with(el("p").text(state))
                .all(withdraw)
        });
        let form = self.may_change().then(|| {
            if self.is_open(&Form::Accept) {
                self.form(
                    says::accept_risk(phrases),
                    vec![
                        entry("until", says::until(phrases), "date"),
                        entry("reason", says::reason(phrases), "textarea"),
                    ],
                )
            } else {
                el("p").with(button("open-accept").text(says::accept_risk(phrases)))
            }
        });
        let verdict =
            preferred.verdict.as_ref().map(|verdict| el("p").with(el("b").text(self.word(verdict))));
        el("section")
            .attr("aria-labelledby", "accepting")
            .with(el("h3").attr("id", "accepting").text(says::acceptance(phrases)))
            .all(verdict)
            .with(el("ul").attr("class", "cards").all(given))
            .all(form)
    }

    fn closing<'a>(&'a self, view: &'a RiskView) -> Element<'a> {
        let phrases = &self.phrases;
        if !self.may_change() {
            return el("p");
        }
        if view.scenario.closed.is_some() {
            return el("p").with(button("reopen").text(says::reopen(phrases)));
        }
        if self.is_open(&Form::Close) {
            return self
                .form(says::close_risk(phrases), vec![entry("reason", says::reason(phrases), "textarea")]);
        }
        el("p").with(button("open-close").attr("class", "link").text(says::close_risk(phrases)))
    }
}

/// The estimates of a risk, by picture.
fn pictures(view: &RiskView) -> [Option<&Estimate>; 3] {
    let risk = &view.scenario;
    [risk.inherent.as_ref(), risk.current.as_ref(), risk.target.as_ref()]
}

/// The methodology that decides; where none does, the first.
fn preferred(view: &RiskView) -> Option<&Assessed> {
    view.assessed.iter().find(|known| known.preferred).or(view.assessed.first())
}
