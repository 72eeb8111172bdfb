//! Markdown as a tree: what it says, never as markup.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use riskwright_web_parts::tree::{Element, el};

/// So deep lists and quotes are told apart; what is deeper stands beside it.
const DEEPEST: usize = 12;

/// What a text says. HTML in it is shown as it was written; pictures are named, not fetched; addresses that are no pages lead
/// nowhere.
pub fn tree(text: &str) -> Vec<Element<'_>> {
    let mut open: Vec<Element<'_>> = vec![el("div")];
    // tags that are open, and whether each has an element of its own
    let mut own: Vec<bool> = Vec::new();
    let mut in_head = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                in_head |= matches!(tag, Tag::TableHead);
                let element = if open.len() > DEEPEST { None } else { element(tag, in_head) };
                own.push(element.is_some());
                open.extend(element);
            }
            Event::End(tag) => {
                in_head &= !matches!(tag, TagEnd::TableHead);
                if own.pop() == Some(true)
                    && let Some(done) = open.pop()
                    && let Some(around) = open.pop()
                {
                    open.push(around.with(done));
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                put(&mut open, |around| around.words(text.into_string()));
            }
            Event::Code(text) => put(&mut open, |around| around.with(el("code").text(text.into_string()))),
            Event::SoftBreak => put(&mut open, |around| around.words(" ")),
            Event::HardBreak => put(&mut open, |around| around.with(el("br"))),
            Event::Rule => put(&mut open, |around| around.with(el("hr"))),
            _ => {}
        }
    }
    // all that is open was closed by the parser
    open.truncate(1);
    open
}

fn put<'a>(open: &mut Vec<Element<'a>>, add: impl FnOnce(Element<'a>) -> Element<'a>) {
    if let Some(around) = open.pop() {
        open.push(add(around));
    }
}

fn element<'a>(tag: Tag<'_>, in_head: bool) -> Option<Element<'a>> {
    Some(match tag {
        Tag::Paragraph | Tag::HtmlBlock => el("p").attr("dir", "auto"),
        // within a record's page, whose own headings are h2 and h3
        Tag::Heading { level, .. } => el(match level {
            HeadingLevel::H1 => "h4",
            HeadingLevel::H2 => "h5",
            _ => "h6",
        }),
        Tag::BlockQuote(_) => el("blockquote"),
        Tag::CodeBlock(_) => el("pre"),
        Tag::List(Some(start)) => el("ol").attr("start", start.to_string()),
        Tag::List(None) => el("ul").attr("class", "dots"),
        Tag::Item => el("li"),
        Tag::Emphasis => el("em"),
        Tag::Strong => el("strong"),
        Tag::Strikethrough => el("s"),
        Tag::Link { dest_url, .. }
            if dest_url.starts_with("https://")
                || dest_url.starts_with("http://")
                || dest_url.starts_with("mailto:") =>
        {
            el("a")
                .attr("href", dest_url.into_string())
                .attr("rel", "noreferrer noopener")
                .attr("target", "_blank")
        }
        Tag::Table(_) => el("table").attr("class", "list"),
        Tag::TableHead => el("tr"),
        Tag::TableRow => el("tr"),
        Tag::TableCell => el(if in_head { "th" } else { "td" }),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::tree;

    fn html(text: &str) -> String {
        tree(text).into_iter().map(riskwright_web_parts::tree::Element::to_html).collect()
    }

    #[test]
    fn what_is_written_is_shown_and_no_markup_gets_in() {
        assert_eq!(
            html("# Policy\n\nWe *keep* it.\n\n1. one\n2. two\n"),
            "<div><h4>Policy</h4><p dir=\"auto\">We <em>keep</em> it.</p><ol start=\"1\"><li>one</li><li>two</li></ol></div>"
        );
        let hostile =
            html("<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) ![b](https://e.example/x.png)");
        assert!(
            !hostile.contains("<img") && !hostile.contains("href") && hostile.contains("&lt;img"),
            "{hostile}"
        );
        assert!(html("[a](https://e.example/)").contains("<a href=\"https://e.example/\""));
    }

    #[test]
    fn tables_and_deep_lists_are_shown() {
        assert!(html("|a|b|\n|-|-|\n|1|2|\n").contains("<tr><th>a</th><th>b</th></tr><tr><td>1</td>"));
        let deep: String = (0..400).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
        assert!(html(&deep).contains('x'));
    }
}
