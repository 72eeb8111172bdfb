//! `cargo xtask demo`: the main job, command by command, as a user would type it; then in browsers.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::tool::{self, root};
use crate::web;

/// So many lines of an answer are shown.
const LINES: usize = 18;

/// What the intranet's page asks.
const QUESTIONNAIRE: &str = "examples/intranet/backups.json";

/// Who looks at the example company's workspace: its head of IT, who owns the risk that is asked about, and whom things wait for.
const VISITOR: &str = "Marek Sobota";

pub fn run(words: &[&str]) -> Result<(), String> {
    let papers = words.contains(&"--papers");
    let sources: Vec<&str> = words.iter().copied().filter(|word| *word != "--papers").collect();
    if !papers {
        // the program takes them in
        web::run(&[])?;
    }
    // what is optimised across crates takes a newcomer's machine half an hour, and shows nothing more here
    let program = tool::riskwright(&[])?;
    let folder = root().join("demo");
    std::fs::create_dir_all(&folder).map_err(|error| format!("demo/: {error}"))?;
    let demo =
        if sources.is_empty() { example(&program, &folder)? } else { own(&program, &folder, &sources)? };
    demo.results()?;
    if papers { Ok(()) } else { demo.serve() }
}

struct Demo {
    program: PathBuf,
    folder: PathBuf,
    file: PathBuf,
    /// What counts as now: the example has its own day.
    at: Option<&'static str>,
}

/// Begins with an empty file.
fn begin((program, folder): (&Path, &Path), name: &str, at: Option<&'static str>) -> Result<Demo, String> {
    let file = folder.join(format!("{name}.riskwright"));
    for old in ["", "-wal", "-shm"] {
        let path = folder.join(format!("{name}.riskwright{old}"));
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(Demo { program: program.to_path_buf(), folder: folder.to_path_buf(), file, at })
}

/// The company that ships, from its registers to its papers.
fn example(program: &Path, folder: &Path) -> Result<Demo, String> {
    let source = |name: &str| format!("examples/mersholt/{name}");
    // the story is told on this day; its steps follow each other in time
    let demo = begin((program, folder), "mersholt", Some("2026-11-20"))?;
    two_years(&demo, &source)?;
    let registers = ["context.md", "assets.csv", "controls.csv", "risks.csv", "actions.csv"].map(&source);
    demo.at(Some("2026-11-09"), &import(&registers), &[0])?;
    demo.at(Some("2026-11-10"), &["assess", "FILE", "--again"], &[0])?;
    demo.say(&["set", "FILE", "--changes", &source("decisions.json")], &[0])?;
    demo.say(&["assess", "FILE", "--compare", "product"], &[0])?;
    second_opinions(&demo, &source("estimates.csv"))?;
    Ok(demo)
}

/// From the scope to the certificate, through an incident, and to the first surveillance audit.
fn two_years(demo: &Demo, source: &impl Fn(&str) -> String) -> Result<(), String> {
    let begun = Some("2024-11-01T08:00:00Z");
    demo.at(begun, &["init", "FILE", "--name", "Mersholt Messtechnik GmbH", "--currency", "EUR"], &[0])?;
    let made = |name: &str| demo.say(&["set", "FILE", "--changes", &source(name)], &[0]);
    made("setup.json")?;
    made("story/1-foundation.json")?;
    let early =
        ["context-2025.md", "assets-2025.csv", "controls-2025.csv", "risks-2025.csv", "actions-2025.csv"];
    let early = early.map(|name| source(&format!("story/{name}")));
    demo.at(Some("2025-03-20"), &import(&early), &[0])?;
    demo.at(Some("2025-03-21"), &["assess", "FILE"], &[0])?;
    made("story/2-certificate.json")?;
    demo.at(Some("2026-03-05"), &["assess", "FILE", "--again"], &[0])?;
    made("story/3-surveillance.json")?;
    Ok(())
}

fn import(registers: &[String]) -> Vec<&str> {
    ["import", "FILE"].into_iter().chain(registers.iter().map(String::as_str)).collect()
}

/// Four more methods, as plugins, and where they disagree; another catalogue; a questionnaire.
fn second_opinions(demo: &Demo, estimates: &str) -> Result<(), String> {
    demo.say(&["plugin", "list"], &[0])?;
    let installed: [&[&str]; 4] = [
        &["nist-sp800-30", "--as", "nist", "--map", "impact=consequence"],
        &["ebios-rm", "--as", "ebios", "--map", "gravity=consequence", "--map", "likelihood=likelihood"],
        &["fmea", "--map", "severity=consequence", "--map", "occurrence=likelihood"],
        &["open-fair"],
    ];
    for plugin in installed {
        let mut words = vec!["plugin", "install", "FILE"];
        words.extend(plugin);
        demo.say(&words, &[0])?;
    }
    // what these methods want to know beyond the register
    demo.say(&["import", "FILE", estimates], &[0])?;
    for methodology in ["nist", "ebios", "fmea", "open-fair"] {
        demo.say(&["assess", "FILE", "--methodology", methodology], &[0])?;
    }
    demo.say(&["assess", "FILE", "--methodology", "nist", "--why", "R-1"], &[0])?;
    demo.say(&["assess", "FILE", "--methodology", "open-fair", "--why", "R-1"], &[0])?;
    demo.say(&["assess", "FILE", "--compare", "nist,ebios,fmea"], &[0])?;
    demo.say(&["plugin", "install", "FILE", "nist-sp800-53"], &[0])?;
    demo.say(&["catalogue", "coverage", "FILE", "nist-sp800-53"], &[0])?;
    demo.say(&["plugin", "ask", "self-assessment"], &[0])?;
    Ok(())
}

/// Registers of the user's own: strictly first; if that is refused, without the rows at fault.
fn own(program: &Path, folder: &Path, sources: &[&str]) -> Result<Demo, String> {
    let demo = begin((program, folder), "yours", None)?;
    demo.say(&["init", "FILE", "--name", "Your organisation"], &[0])?;
    // paths are given from where the user stands, which need not be the project's folder
    let here = std::env::current_dir().map_err(|error| error.to_string())?;
    let sources: Vec<String> = sources
        .iter()
        .map(
            |source| {
                if here == root() { (*source).to_owned() } else { here.join(source).display().to_string() }
            },
        )
        .collect();
    let mut import = vec!["import", "FILE"];
    import.extend(sources.iter().map(String::as_str));
    import.push("--adopt-scale");
    if demo.say(&import, &[0, 2])? == 2 {
        import.push("--skip-bad");
        demo.say(&import, &[0])?;
    }
    demo.say(&["assess", "FILE"], &[0])?;
    Ok(demo)
}

impl Demo {
    fn say(&self, words: &[&str], allowed: &[i32]) -> Result<i32, String> {
        self.at(self.at, words, allowed)
    }

    /// Runs one command, shows it as it would be typed, and the beginning of its answer.
    fn at(&self, at: Option<&str>, words: &[&str], allowed: &[i32]) -> Result<i32, String> {
        let file = relative(&self.file);
        let words: Vec<&str> =
            words.iter().map(|word| if *word == "FILE" { file.as_str() } else { word }).collect();
        let shown: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        println!("\n$ riskwright {}", shown.join(" "));
        let mut command = Command::new(&self.program);
        command.args(&words).current_dir(root());
        if let Some(at) = at {
            command.args(["--at", at]);
        }
        if std::env::var_os("COLUMNS").is_none() {
            command.env("COLUMNS", "150");
        }
        let output = command.output().map_err(|error| format!("riskwright: {error}"))?;
        for text in [&output.stderr, &output.stdout] {
            let text = String::from_utf8_lossy(text);
            let lines: Vec<&str> = text.lines().collect();
            // the end of an answer sums it up
            let left = lines.len().saturating_sub(LINES + 2);
            let first = if left == 0 { lines.len() } else { LINES };
            lines.iter().take(first).for_each(|line| println!("{line}"));
            if left > 0 {
                println!("   … and {left} more");
            }
            lines.iter().skip(first + left).for_each(|line| println!("{line}"));
        }
        let code = output.status.code().unwrap_or(-1);
        if allowed.contains(&code) {
            Ok(code)
        } else {
            Err(format!("`riskwright {}` ended with {code}", shown.join(" ")))
        }
    }

    /// The workspace, and a page of an intranet that asks; until this program is interrupted.
    fn serve(&self) -> Result<(), String> {
        self.at(None, &["questionnaire", "adopt", "FILE", QUESTIONNAIRE], &[0])?;
        tool::heading("the workspace, and an intranet's page");
        let file = self.file.display().to_string();
        // ports people can remember, if they are free
        let served = |port: &str| {
            let mut server = Command::new(&self.program);
            server.args(["serve", &file, "--port", port]);
            if self.at.is_some() {
                server.args(["--by", VISITOR]);
            }
            started(&mut server)
        };
        let (mut server, line) = served("8484").or_else(|_| served("0"))?;
        let url = line.rsplit(" at ").next().unwrap_or_default().trim_end_matches('/').to_owned();
        let outcome = self.intranet(&url).and_then(|(mut intranet, page)| {
            println!("\n  1. Answer as an employee would: {page}");
            println!("  2. See what follows, and accept it: {url}/#responses");
            println!("  3. The risk's new score: {url}/#risk/{}", self.asked_about());
            println!("  4. The Statement of Applicability: {url}/#soa");
            println!("\nThe workspace: {url}/   What programs can ask: {url}/api\nCtrl-C ends both.");
            let outcome = until_one_ends(&mut server, &mut intranet);
            let _ = intranet.kill();
            let _ = intranet.wait();
            outcome
        });
        let _ = server.kill();
        let _ = server.wait();
        outcome
    }

    /// The risk that the person who is invited answers for.
    fn asked_about(&self) -> &'static str {
        "R-9"
    }

    fn intranet(&self, url: &str) -> Result<(Child, String), String> {
        let mut invite = Command::new(&self.program);
        invite.arg("invite").arg(&self.file).args(["backups-and-access", "--respondent", "Jonna Petersen"]);
        if self.at.is_some() {
            invite.args(["--for", self.asked_about()]);
        }
        let output = invite.args(["--url", url, "--json"]).output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("nobody could be invited: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let told: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
        let address = told["address"].as_str().unwrap_or_default();
        let link = address.split_once('#').map_or("", |(_, link)| link);
        let invitation = json!({ "server": url, "questionnaire": "backups-and-access", "link": link });
        let path = self.folder.join("invitation.json");
        std::fs::write(&path, invitation.to_string())
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let page = |port: &str| {
            let mut node = Command::new("node");
            started(node.arg(root().join("examples/intranet/serve.mjs")).arg(port).arg(&path))
        };
        page("8485").or_else(|_| page("0"))
    }

    fn results(&self) -> Result<(), String> {
        let path = |name: &str| relative(&self.folder.join(name));
        self.say(&["register", "FILE", "--top", "8"], &[0])?;
        self.say(&["heatmap", "FILE"], &[0])?;
        self.say(&["treat", "FILE"], &[0])?;
        self.say(&["soa", "FILE", "--edition", "2022"], &[0])?;
        self.say(&["check", "FILE"], &[0, 1])?;
        if self.at.is_some() {
            // the steps behind the controls
            for kind in ["documents", "measures", "incidents", "reviews", "audits", "nonconformities"] {
                self.say(&["show", "FILE", kind], &[0])?;
            }
            for command in ["readiness", "required", "calendar"] {
                self.say(&[command, "FILE"], &[0])?;
            }
            self.say(&["waiting", "FILE", "Head of IT"], &[0])?;
            self.say(&["step", "FILE", "NC-3"], &[0])?;
            self.say(&["step", "FILE", "CERT-1"], &[0])?;
        }
        let papers = [
            ("soa", "2022", "html", path("soa-2022.html")),
            ("soa", "2013", "html", path("soa-2013.html")),
            ("soa", "2022", "xlsx", path("soa-2022.xlsx")),
            ("register", "", "html", path("register.html")),
            ("register", "", "xlsx", path("register.xlsx")),
        ];
        for (paper, edition, format, output) in &papers {
            let mut words = vec![*paper, "FILE", "--format", format, "--output", output];
            if !edition.is_empty() {
                words.extend(["--edition", edition]);
            }
            self.say(&words, &[0])?;
        }
        let mut reports = vec![("soa", "pdf"), ("risk-assessment", "pdf"), ("treatment-plan", "docx")];
        if self.at.is_some() {
            reports.extend([
                ("measurement", "pdf"),
                ("review", "docx"),
                ("audit-programme", "pdf"),
                ("readiness", "pdf"),
            ]);
        }
        let mut handed = Vec::new();
        for (report, format) in reports {
            let name = format!("{report}.{format}");
            self.say(&["report", "FILE", report, "--format", format, "--output", &path(&name)], &[0])?;
            handed.push(name);
        }
        self.say(&["export", "FILE", "--format", "xlsx", "--output", &path("everything.xlsx")], &[0])?;
        self.say(&["export", "FILE", "--format", "json", "--output", &path("everything.json")], &[0])?;
        self.say(&["verify", "FILE"], &[0])?;
        self.say(&["show", "FILE"], &[0])?;
        println!("\nLook at:");
        for name in [
            "register.html",
            "soa-2022.html",
            "soa-2013.html",
            "register.xlsx",
            "soa-2022.xlsx",
            "everything.xlsx",
        ]
        .into_iter()
        .chain(handed.iter().map(String::as_str))
        {
            println!("  file://{}", self.folder.join(name).display());
        }
        println!("The ISMS itself: {}", relative(&self.file));
        println!("Try: {} --help", relative(&self.program));
        Ok(())
    }
}

/// A program that says a line once it is there, and the line.
fn started(command: &mut Command) -> Result<(Child, String), String> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        let _ = BufReader::new(out).read_line(&mut line);
    }
    if line.is_empty() {
        let _ = child.kill();
        let status = child.wait().map_err(|error| error.to_string())?;
        return Err(format!("{} did not start ({status})", command.get_program().display()));
    }
    Ok((child, line.trim().to_owned()))
}

fn until_one_ends(one: &mut Child, other: &mut Child) -> Result<(), String> {
    loop {
        for child in [&mut *one, &mut *other] {
            match child.try_wait() {
                Ok(None) => {}
                Ok(Some(status)) => return Err(format!("the server ended ({status})")),
                Err(error) => return Err(error.to_string()),
            }
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// A path below the project as one types it there.
fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_owned() }
}
