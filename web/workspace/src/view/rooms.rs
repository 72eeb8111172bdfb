//! Auditors' rooms: who looks at what, until when, and how often they did.

use riskwright_web_parts::tree::{Element, el};

use super::calendar::address_field;
use super::{button, entry};
use crate::model::{Form, Model};
use crate::says;
use crate::views::Room;

impl Model {
    /// The rooms there are, and the way to open one; nothing where no server has the ISMS.
    pub(super) fn rooms_of_auditors(&self) -> Option<Element<'_>> {
        let phrases = &self.phrases;
        let rooms = &self.rooms.has.as_ref()?.rooms;
        let open = rooms.iter().filter(|room| room.closed.is_none());
        let closed = rooms.iter().filter(|room| room.closed.is_some());
        let form = if self.is_open(&Form::Room) {
            self.form(
                says::open_room(phrases),
                vec![
                    entry("holder", says::who_looks(phrases), "text"),
                    entry("shows", says::what_is_shown(phrases), "text"),
                    entry("until", says::good_until(phrases), "date"),
                ],
            )
        } else {
            button("open-room").text(says::open_room(phrases))
        };
        let count = rooms.iter().filter(|room| room.closed.is_none()).count();
        let title = format!("{} ({})", says::rooms(phrases), self.count_in_words(count));
        Some(
            el("details")
                .with(el("summary").text(title))
                .with(el("p").attr("class", "hint").text(says::rooms_hint(phrases)))
                .with(el("ul").attr("class", "cards").all(open.chain(closed).map(|room| self.room(room))))
                .all(self.may_change().then_some(form)),
        )
    }

    fn room<'a>(&'a self, room: &'a Room) -> Element<'a> {
        let phrases = &self.phrases;
        let standing = match &room.closed {
            Some(day) => says::closed_since(phrases, self.day(day).as_str().into()),
            None => says::open_until(phrases, self.day(&room.until).as_str().into()),
        };
        let looks = says::looks(phrases, room.looks.into());
        let acts = (room.closed.is_none() && self.may_change()).then(|| {
            let address = address_field(format!("room-{}", room.id), says::address(phrases), &room.address);
            el("div").with(address).with(
                el("div")
                    .attr("class", "row")
                    .with(button("copy-room").attr("data-id", room.id.as_str()).text(says::copy(phrases)))
                    .with(
                        button("close-room")
                            .attr("data-id", room.id.as_str())
                            .text(says::close_room(phrases)),
                    ),
            )
        });
        el("li")
            .part("card")
            .with(el("p").with(el("b").attr("dir", "auto").text(room.holder.as_str())))
            .with(el("p").attr("dir", "auto").text(room.shows.join(", ")))
            .with(el("p").attr("class", "hint").text(format!("{standing} · {looks}")))
            .all(acts)
    }
}
