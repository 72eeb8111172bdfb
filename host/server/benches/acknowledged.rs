//! What the server acknowledges in a second, durably, and how long a client waits: over sockets of this machine, with as
//! many clients as threads of an office. Clients and server share the processors.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use riskwright_core::quantity::{Actor, Timestamp};
use riskwright_server::{Clock, Elements, Options, Ready};
use riskwright_store::{ServerFile, Store};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const CLIENTS: usize = 64;
const MEASURED: Duration = Duration::from_secs(8);
const ITEMS: usize = 50;
const RISKS: usize = 10_000;

fn main() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("isms.riskwright");
    fill(&path);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the system has threads");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let store = Store::open(&path).expect("it was made above");
        let file = ServerFile::open(&ServerFile::beside(&path)).expect("it can be made");
        let options = Options {
            archive: Box::new(store),
            file,
            listen: address,
            url: None,
            at_machine: by(),
            clock: Clock::System,
            elements: Elements::default(),
        };
        let ready = Arc::new(Ready::new(options, address).expect("it can start"));
        let serving = Arc::clone(&ready);
        tokio::spawn(async move { serving.listen(listener).await });
        println!(
            "{CLIENTS} clients, {} processors, {RISKS} risks, {ITEMS} items",
            std::thread::available_parallelism().map_or(1, usize::from)
        );
        println!(
            "{:<42}{:>10}{:>10}{:>10}{:>10}",
            "acknowledged durably", "a second", "p50 ms", "p99 ms", "most ms"
        );
        for work in [Work::Draft, Work::Change, Work::Response, Work::View] {
            measure(address, work).await;
        }
    });
    runtime.shutdown_background();
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Work {
    Draft,
    Change,
    Response,
    View,
}

impl Work {
    fn name(self) -> &'static str {
        match self {
            Self::Draft => "answers saved (50 items each)",
            Self::Change => "estimates of risks changed",
            Self::Response => "responses sent (50 items each)",
            Self::View => "(views of 50 rows of the register, read)",
        }
    }
}

fn by() -> Actor {
    "A. Manager".parse().expect("a name")
}

fn fill(path: &Path) {
    let at: Timestamp = "2026-01-02T09:00:00Z".parse().expect("an instant");
    let mut store =
        Store::create(path, "Example Ltd".parse().expect("a name"), &by(), at).expect("it can be made");
    let items: Vec<Value> = (0..ITEMS)
        .map(|at| json!({"id": format!("item-{at}"), "section": "all", "title": format!("Question {at}, in a sentence as long as most"),
            "help": "How to answer it, in two or three sentences that most people never read.", "kind": {"scale": ["no", "partly", "mostly", "yes"]}}))
        .collect();
    let document = json!({"contents": {"title": "Backups", "sections": [{"id": "all", "title": "All"}], "items": items}});
    let mut changes = vec![
        json!({"questionnaire.adopt": {"id": "asked", "title": "Asked", "version": "1", "source": {"own": document}}}),
    ];
    changes.extend((1..=RISKS).map(|at| {
        json!({"risk.identify": {"id": format!("R-{at}"), "title": format!("Scenario {at}"),
            "inherent": {"factors": {"likelihood": {"level": at % 5}, "consequence": {"level": at / 5 % 5}}}}})
    }));
    let together = json!({"together": {"title": "the beginning", "changes": changes}});
    store
        .append(serde_json::from_value(together).expect("changes"), &by(), at, None)
        .expect("they are possible");
    store.close().expect("it can be closed");
}

struct Client {
    stream: BufReader<TcpStream>,
    csrf: String,
}

impl Client {
    async fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a socket");
        let mut client = Self { stream: BufReader::new(stream), csrf: String::new() };
        let session = client.ask("GET", "/api/v1/session", "", "").await;
        client.csrf = session["csrf"].as_str().unwrap_or_default().to_owned();
        client
    }

    async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Value {
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nx-csrf-token: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            self.csrf,
            body.len()
        );
        self.stream.get_mut().write_all(text.as_bytes()).await.expect("it takes requests");
        let (mut line, mut length, mut status) = (String::new(), 0, 0);
        loop {
            line.clear();
            self.stream.read_line(&mut line).await.expect("it answers");
            if status == 0 {
                status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(999);
            } else if let Some((name, value)) = line.trim_end().split_once(':') {
                if name == "content-length" {
                    length = value.trim().parse().unwrap_or(0);
                }
            } else {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await.expect("it answers");
        let told = String::from_utf8_lossy(&body);
        assert!(status < 300, "{status}: {told}");
        serde_json::from_str(&told).unwrap_or_default()
    }
}

async fn measure(address: SocketAddr, work: Work) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let mut first = Client::new(address).await;
    let digest = first.ask("GET", "/api/v1/questionnaires/asked", "", "").await["digest"].clone();
    let begun = Instant::now();
    let mut clients = Vec::new();
    for own in 0..CLIENTS {
        let digest = digest.clone();
        // each respondent has a link of their own
        let until = "2027-01-01T00:00:00Z";
        let link = if work == Work::Draft {
            let asked =
                json!({"questionnaire": "asked", "respondent": format!("Respondent {own}"), "until": until});
            let told = first.ask("POST", "/api/v1/invitations", "", &asked.to_string()).await;
            let address = told["address"].as_str().unwrap_or_default().to_owned();
            address.split_once('#').map(|(_, link)| link.to_owned()).unwrap_or_default()
        } else {
            String::new()
        };
        clients.push((own, link, digest));
    }
    let setting_up = begun.elapsed();
    let begun = Instant::now();
    let running: Vec<_> = clients
        .into_iter()
        .map(|(own, link, digest)| {
            tokio::spawn(async move {
                let mut client = Client::new(address).await;
                let (mut waited, mut version) = (Vec::new(), 0_u64);
                while begun.elapsed() < MEASURED {
                    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                    let answers: Vec<Value> = match work {
                        Work::Draft | Work::Response => (0..ITEMS)
                            .map(|at| json!({"item": format!("item-{at}"), "value": {"level": (number + at as u64) % 4}}))
                            .collect(),
                        _ => Vec::new(),
                    };
                    let asked = Instant::now();
                    match work {
                        Work::Draft => {
                            let seen = if version == 0 { "if-none-match: *".to_owned() } else { format!("if-match: \"{version}\"") };
                            let headers = format!("authorization: Bearer {link}\r\n{seen}\r\n");
                            let body = json!({"digest": digest, "answers": answers}).to_string();
                            let told = client.ask("PUT", "/api/v1/questionnaires/asked/draft", &headers, &body).await;
                            version = told["version"].as_u64().unwrap_or_default();
                        }
                        Work::Change => {
                            let risk = own + CLIENTS * (waited.len() % (RISKS / CLIENTS - 1)) + 1;
                            let body = json!({"risk.estimate": {"id": format!("R-{risk}"), "stage": "current",
                                "estimate": {"factors": {"likelihood": {"level": number % 5}, "consequence": {"level": number / 5 % 5}},
                                    "rationale": format!("seen {number} times")}}});
                            client.ask("POST", "/api/v1/changes", "", &body.to_string()).await;
                        }
                        Work::Response => {
                            let body = json!({"digest": digest, "answers": answers, "respondent": format!("Respondent {number}")}).to_string();
                            client.ask("POST", "/api/v1/questionnaires/asked/responses", "", &body).await;
                        }
                        Work::View => {
                            client.ask("GET", "/api/v1/register?limit=50&sort=urgency", "", "").await;
                        }
                    }
                    waited.push(asked.elapsed());
                }
                waited
            })
        })
        .collect();
    let mut all = Vec::new();
    for client in running {
        all.extend(client.await.expect("a client ends"));
    }
    let took = begun.elapsed().as_secs_f64();
    all.sort_unstable();
    let at = |share: f64| {
        let place = ((all.len() - 1) as f64 * share) as usize;
        all[place].as_secs_f64() * 1000.0
    };
    println!(
        "{:<42}{:>10.0}{:>10.1}{:>10.1}{:>10.1}",
        work.name(),
        all.len() as f64 / took,
        at(0.5),
        at(0.99),
        at(1.0)
    );
    if setting_up > Duration::from_secs(5) {
        println!("  (setting up took {:.1} s)", setting_up.as_secs_f64());
    }
}
