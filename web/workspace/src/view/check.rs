//! What an auditor would find, each with the way to where it is mended.

use riskwright_web_parts::tree::{Element, el};

use super::{button, label};
use crate::model::Model;
use crate::says;
use crate::wording::SEVERITIES;

impl Model {
    pub(super) fn check_page(&self) -> Element<'_> {
        self.page_of(&self.check, |check| {
            let phrases = &self.phrases;
            let count = |of: &str| {
                check.counts.iter().find(|(severity, _)| severity == of).map_or(0, |(_, count)| *count)
            };
            let mut all = vec![(String::new(), says::every_severity(phrases))];
            all.extend(
                SEVERITIES.iter().map(|of| ((*of).to_owned(), format!("{} ({})", self.word(of), count(of)))),
            );
            let filter = self.choice(
                "severity".into(),
                label(says::severity(phrases)),
                "severity",
                (all, self.severity.clone()),
            );
            let findings = check.findings.iter().enumerate().map(|(at, (record, finding))| {
                let mark = match finding.severity.as_str() {
                    "error" => "✕",
                    "warning" => "!",
                    _ => "i",
                };
                let name = record.split_once('/').map_or(record.as_str(), |(_, id)| id);
                let way = button("record")
                    .attr("class", "link")
                    .attr("data-id", record.as_str())
                    .text(says::mend(phrases, name.into()));
                el("li")
                    .key(at)
                    .part("card")
                    .attr("data-severity", finding.severity.as_str())
                    .with(
                        el("p").with(el("b").text(format!("{mark} {}", self.word(&finding.severity)))).with(
                            el("span").attr("class", "hint").text(format!(
                                " {} · {}",
                                finding.rule,
                                says::clause(phrases, finding.clause.as_str().into())
                            )),
                        ),
                    )
                    .with(el("p").attr("dir", "auto").text(finding.message.as_str()))
                    .with(el("p").attr("class", "hint").attr("dir", "auto").text(finding.help.as_str()))
                    .with(way)
            });
            let shown = check.findings.len();
            let more = (check.total > shown).then(|| {
                el("p").attr("class", "hint").text(says::and_more(phrases, (check.total - shown).into()))
            });
            let mut parts = vec![
                self.heading(self.title(self.page)),
                el("div").part("filters").with(filter),
                el("p").attr("class", "count").text(says::findings_found(phrases, check.total.into())),
                el("ul").attr("class", "cards").all(findings),
            ];
            parts.extend(more);
            parts
        })
    }
}
