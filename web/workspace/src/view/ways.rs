//! The way to every page, by the steps of the cycle.

use riskwright_web_parts::tree::{Element, el};

use super::button;
use crate::model::Model;
use crate::page::Page;
use crate::says;
use crate::ways::{WAYS, Way, of};

impl Model {
    /// The address of the page that one is on, or came to it from.
    fn within(&self) -> String {
        let address = |page: Page, id: &str| match id {
            "" => page.name().to_owned(),
            id => format!("{}/{id}", page.name()),
        };
        let here = match self.page {
            // lines of these are no pages
            Page::Soa => "soa".to_owned(),
            page => address(page, &self.here()),
        };
        if of(&here).is_some() {
            return here;
        }
        let list = format!("list/{}", self.life_of.0);
        if self.page == Page::Record && of(&list).is_some() {
            return list;
        }
        let mut before = self.before.iter().map(|(page, id)| address(*page, id));
        let known = before.rfind(|before| of(before).is_some());
        known.unwrap_or_else(|| match self.page {
            Page::Risk => "register".to_owned(),
            Page::Response => "responses".to_owned(),
            _ => "overview".to_owned(),
        })
    }

    pub(super) fn ways(&self) -> Element<'_> {
        let within = self.within();
        let (now, _) = of(&within).copied().unwrap_or(WAYS[0]);
        let where_one_is = format!("{} – {}", self.way_title(now), self.address_title(&within));
        let open = self.ways_open;
        let menu = button("ways")
            .attr("class", "menu")
            .attr("aria-expanded", if open { "true" } else { "false" })
            .attr("aria-controls", "ways")
            .with(el("span").attr("aria-hidden", "true").text(if open { "▲ " } else { "☰ " }))
            .with(el("span").text(where_one_is));
        let all = WAYS.iter().enumerate().map(|(at, way)| self.way(at, way, now, &within));
        el("nav")
            .key(1)
            .part("ways")
            .attr("aria-label", says::pages(&self.phrases))
            .flag("data-open", open)
            .with(menu)
            .with(el("ul").attr("id", "ways").attr("class", "steps").all(all))
    }

    fn way_title(&self, name: &str) -> String {
        self.named("step", "cycle", name)
    }

    fn way(&self, at: usize, (name, pages): &Way, now: &str, within: &str) -> Element<'_> {
        let on = *name == now;
        let page = |address: &&'static str| {
            let button = button("go")
                .attr("data-id", *address)
                .maybe("aria-current", (*address == within).then_some("page"))
                .text(self.address_title(address));
            el("li").with(button)
        };
        let first = pages.first().copied().unwrap_or_default();
        let number = (at > 0).then(|| el("span").attr("class", "number").text(format!("{at} ")));
        let step = button("go")
            .attr("class", "step")
            .attr("data-id", first)
            .maybe("aria-current", on.then_some("true"))
            .all(number)
            .with(el("span").text(self.way_title(name)));
        el("li")
            .maybe("class", on.then_some("on"))
            .with(step)
            .with(el("ul").attr("aria-label", self.way_title(name)).all(pages.iter().map(page)))
    }
}
