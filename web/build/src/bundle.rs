//! Scripts put together: each module once, without what only those who read them need.

use crate::BuildError;

/// Modules as one, each after those it imports. Their imports of each other go; what the last one exports stays.
pub(crate) fn join(modules: &[&str]) -> String {
    let last = modules.len().saturating_sub(1);
    let parts = modules.iter().enumerate().map(|(at, module)| without_modules(&plain(module), at == last));
    parts.collect()
}

fn without_modules(module: &str, keeps_exports: bool) -> String {
    let mut text = String::with_capacity(module.len());
    for line in module.lines() {
        let begins = line.trim_start();
        if begins.starts_with("import ") && begins.contains(" from './") {
            continue;
        }
        // the list at the end of what wasm-bindgen writes
        if begins.starts_with("export {") && !keeps_exports {
            continue;
        }
        let line = if keeps_exports { line } else { line.strip_prefix("export ").unwrap_or(line) };
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A script without comments that have lines of their own, and without indents.
pub(crate) fn plain(script: &str) -> String {
    let mut text = String::with_capacity(script.len());
    let (mut within, mut template) = (false, false);
    for line in script.lines() {
        let begins = line.trim_start();
        if within || !template && begins.starts_with("/**") {
            within = !begins.contains("*/");
            continue;
        }
        if !template && (begins.is_empty() || begins.starts_with("//")) {
            continue;
        }
        // what a template holds is as it stands
        text.push_str(if template { line } else { begins });
        text.push('\n');
        template ^= line.matches('`').count() % 2 == 1;
    }
    text
}

/// Styles without comments, line breaks and indents.
pub(crate) fn styles(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace("  ", " ").trim().to_owned()
}

/// A file's text with `with` in place of `mark`, which it has.
pub(crate) fn put(file: &'static str, text: &str, mark: &str, with: &str) -> Result<String, BuildError> {
    if !text.contains(mark) {
        return Err(BuildError::Source { file, what: format!("`{mark}` is not in it") });
    }
    Ok(text.replacen(mark, with, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_become_one() {
        let one =
            "// said to who reads\nexport class A {}\nconst init = 1;\nexport { sync, init as default };\n";
        let other =
            "import x, { A } from './one.js';\n/** Of\n * several lines. */\nexport class B extends A {}\n";
        assert_eq!(join(&[one, other]), "class A {}\nconst init = 1;\nexport class B extends A {}\n");
    }

    #[test]
    fn what_a_template_holds_stays() {
        assert_eq!(plain("  let a = `\n  // b\n\n  c`;\n  // d\n  e;\n"), "let a = `\n  // b\n\n  c`;\ne;\n");
    }

    #[test]
    fn styles_keep_what_counts() {
        assert_eq!(
            styles("/* a */\np {\n  color: red;\n}\n\na { b: c }"),
            "p { color: red; }  a { b: c }".replace("  ", " ")
        );
    }
}
