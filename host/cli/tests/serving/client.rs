//! The program as it serves, and a client of a few lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_riskwright");

/// A server that runs; it ends with this.
pub struct Served {
    pub child: Child,
    pub address: String,
    out: BufReader<std::process::ChildStdout>,
}

impl Served {
    pub fn start(file: &Path, words: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["serve", &file.display().to_string(), "--port", "0", "--by", "Ada Owner"])
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address =
            line.trim().rsplit_once("http://").map(|(_, rest)| rest.trim_end_matches('/').to_owned());
        let Some(address) = address else {
            let output = child.wait_with_output().unwrap();
            panic!("it does not serve: {line}{}", String::from_utf8_lossy(&output.stderr));
        };
        Self { child, address, out }
    }

    pub fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// Tells it to stop as a terminal or a system does, and waits: its exit code and what it wrote.
    pub fn stop(mut self) -> (i32, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        let (mut out, mut err) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (status.code().unwrap_or(-1), out, err)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // it may have ended already
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection that is kept for several requests.
pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    csrf: String,
}

impl Client {
    pub fn new(address: &str) -> Self {
        Self::connect(address).unwrap()
    }

    pub fn connect(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut client =
            Self { stream: BufReader::new(stream), host: address.to_owned(), csrf: String::new() };
        if let (200, body) = client.ask("GET", "/api/v1/session", &[], "")? {
            client.csrf = json(&body)["csrf"].as_str().unwrap_or_default().to_owned();
        }
        Ok(client)
    }

    /// The status and the body.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<(u16, String)> {
        let mut text =
            format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nx-csrf-token: {}\r\n", self.host, self.csrf);
        if !body.is_empty() {
            text += &format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len());
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += "\r\n";
        text += body;
        self.write(text.as_bytes())?;
        self.answer()
    }

    pub fn answer(&mut self) -> std::io::Result<(u16, String)> {
        let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(broken)?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| broken())?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        String::from_utf8(body).map(|body| (status, body)).map_err(|_| broken())
    }

    pub fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.get_mut().write_all(bytes)
    }
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Runs the program: its exit code, and what it wrote.
pub fn run(words: &[&str]) -> (i32, String) {
    run_with(words, "")
}

pub fn run_with(words: &[&str], input: &str) -> (i32, String) {
    let mut child = Command::new(PROGRAM)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), text)
}

/// The JSON that the program answers with.
pub fn told(words: &[&str]) -> Value {
    let output = Command::new(PROGRAM).args(words).arg("--json").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.code().is_some_and(|code| code < 2), "{words:?}: {text}");
    json(&text)
}
