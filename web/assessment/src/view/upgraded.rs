//! What became of answers to another version.

use riskwright_core::questionnaire::{Contents, Dropped};
use riskwright_web_parts::tree::{Element, el};

use super::{button, button_for};
use crate::model::{Model, Upgraded};
use crate::says;

impl Model {
    pub(super) fn upgraded_notice(&self) -> Option<Element<'_>> {
        let upgraded = self.upgraded.as_ref()?;
        let Upgraded { from, result, .. } = upgraded;
        let text = says::upgraded(&self.phrases, from.into(), (&self.asked.version).into());
        let kept = says::upgraded_kept(&self.phrases, result.kept.len().into());
        let dropped = listed(
            says::upgraded_dropped(&self.phrases),
            result.dropped.iter().map(|of| self.dropped(of, &upgraded.old)).collect(),
        );
        Some(
            el("div")
                .key(3)
                .part("notice")
                .attr("role", "group")
                .with(el("p").attr("role", "status").text(text))
                .with(el("p").text(kept))
                .all(listed(says::upgraded_reworded(&self.phrases), self.ways(&result.reworded)))
                .all(listed(says::upgraded_converted(&self.phrases), self.ways(&result.converted)))
                .all(dropped)
                .all(listed(says::upgraded_added(&self.phrases), self.ways(&result.added)))
                .with(button("save-before").attr("class", "quiet").text(says::save_before(&self.phrases)))
                .with(button("dismiss-upgrade").text(says::dismiss(&self.phrases))),
        )
    }

    /// Items, each with the way to it.
    fn ways<'a>(&'a self, ids: &'a [String]) -> Vec<Element<'a>> {
        let way = |id: &'a String| {
            let at = self.asked.form.find(id)?;
            let title = self.item(at).map(|item| self.written(el("span"), &item.title));
            Some(el("li").with(button_for("fix", at).attr("class", "link").all(title)))
        };
        ids.iter().filter_map(way).collect()
    }

    /// A question of before with its answer.
    fn dropped<'a>(&'a self, of: &'a Dropped, old: &'a Contents) -> Element<'a> {
        let item = old.items.iter().find(|item| item.id == of.answer.item);
        let title = item.map(|item| self.written(el("span"), &item.title));
        let said = item.zip(of.answer.value.as_ref()).map(|(item, value)| self.answer_in_words(item, value));
        let said = said.map(|said| el("span").attr("class", "hint").attr("dir", "auto").text(said));
        el("li").all(title).words(" ").all(said)
    }
}

/// A heading and a list, if there is something in it.
fn listed<'a>(title: String, entries: Vec<Element<'a>>) -> Option<Element<'a>> {
    (!entries.is_empty())
        .then(|| el("div").with(el("h3").attr("class", "minor").text(title)).with(el("ul").all(entries)))
}
