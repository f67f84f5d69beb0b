//! `browsers`: what Chromium and Firefox do with a WebSocket, as the tables of `docs/browsers.md`.
//!
//! What belongs here: which questions are asked, and the tables. What may not enter: what a table says of another run.
//! `cargo xtask browsers` builds what this needs, names it in the environment, and writes the tables.
//!
//! - [`raw_server`]: a server that does what no well-behaved one does. `probes.js` runs in the page.

mod raw_server;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::browser::Browser;
use e2e::page::{self, Page};
use tokio::time::{Instant, sleep};

const PROBES: &str = include_str!("probes.js");

/// The limit of all probes in a browser. The slowest is a close without an answer, which takes a minute in Chromium.
const TIMEOUT: Duration = Duration::from_secs(240);

/// The time in which a browser does what it does at once.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Each question, by the name of its probe.
const QUESTIONS: [(&str, &str); 13] = [
    ("offer", "`Sec-WebSocket-Extensions` of its handshake"),
    (
        "extensions",
        "`WebSocket.extensions` for `permessage-deflate;server_max_window_bits=\"10\"`",
    ),
    (
        "subprotocol",
        "Subprotocols are offered, and the server selects none",
    ),
    ("refused", "The handshake is answered with 401"),
    ("interim", "A 103 comes before the 101"),
    ("fin", "TCP ends without a close frame"),
    ("frames", "One `send()` of 1 MiB"),
    (
        "unsent",
        "`close()` behind 64 MiB that the server does not read",
    ),
    ("unanswered close", "`close()` without an answer ends after"),
    ("backoff", "The ninth attempt after eight that failed"),
    (
        "handshakes",
        "Handshakes that a silent server sees of three attempts",
    ),
    ("left", "The socket of a page that a link has left"),
    ("return", "The page after Back"),
];

fn main() -> Result<()> {
    let cases = std::env::args().skip(1).collect::<Vec<_>>();
    ensure!(!cases.is_empty(), "the arguments are the cases of /broken");
    let chromium = outcomes(Browser::Chromium, &cases)?;
    let firefox = outcomes(Browser::Firefox, &cases)?;
    println!("{}", tables(&cases, [&chromium, &firefox])?);
    Ok(())
}

type Outcomes = BTreeMap<String, String>;

fn outcomes(browser: Browser, cases: &[String]) -> Result<Outcomes> {
    let mut outcomes = Outcomes::new();
    page::run_unobserved(browser, async |page: &mut Page| {
        outcomes = ask(page, cases).await?;
        Ok(())
    })?;
    Ok(outcomes)
}

async fn ask(page: &Page, cases: &[String]) -> Result<Outcomes> {
    let (raw, seen) = raw_server::start().await?;
    page.open_and_connect().await?;
    let server = page.server.web_socket_url();
    let server = server.trim_end_matches('/');
    let cases = serde_json::to_string(cases)?;
    let start = format!("({PROBES})('ws://{raw}', '{server}', {cases})");
    page.driver.execute(start, Vec::new()).await?;
    let deadline = Instant::now() + TIMEOUT;
    let mut outcomes: Outcomes = loop {
        let outcomes: Outcomes = page.value("window.outcomes").await?;
        if outcomes.contains_key("done") {
            break outcomes;
        }
        ensure!(
            Instant::now() < deadline,
            "the probes do not end: {outcomes:?}"
        );
        // A poll with a deadline.
        sleep(Duration::from_millis(200)).await;
    };

    let three = format!("for (let it = 0; it < 3; it += 1) new WebSocket('ws://{raw}/silent')");
    page.driver.execute(three, Vec::new()).await?;
    // Time has to pass: the answer is what does not happen in it.
    sleep(AT_ONCE).await;
    let handshakes = seen.silent.load(Ordering::SeqCst).to_string();
    outcomes.insert("handshakes".to_owned(), handshakes);

    // A fresh page: the attempts of this one hold up every other.
    page.open_and_connect().await?;
    let leave = format!(
        "new Promise((resolve) => {{
            window.isKept = true;
            new WebSocket('ws://{raw}/left').onopen = () => resolve(true);
        }})"
    );
    page.value::<bool>(&leave).await?;
    let elsewhere = page.server.url().replace("127.0.0.1", "localhost");
    page.value::<()>(&format!("void (location.href = '{elsewhere}/')"))
        .await?;
    page.wait_for("location.hostname", "localhost").await?;
    // As above.
    sleep(AT_ONCE).await;
    let left = if seen.is_left_open.load(Ordering::SeqCst) {
        "stays open"
    } else {
        "is closed"
    };
    outcomes.insert("left".to_owned(), left.to_owned());
    page.driver.back().await?;
    page.wait_for("location.hostname", "127.0.0.1").await?;
    let is_kept: bool = page.value("window.isKept === true").await?;
    let kept = if is_kept {
        "is the one that was left"
    } else {
        "is loaded anew"
    };
    outcomes.insert("return".to_owned(), kept.to_owned());

    let agent: String = page.value("navigator.userAgent").await?;
    outcomes.insert("version".to_owned(), version(&agent)?);
    Ok(outcomes)
}

/// The name and version of a browser that calls itself this.
fn version(agent: &str) -> Result<String> {
    for (mark, name) in [("Firefox/", "Firefox"), ("Chrome/", "Chromium")] {
        if let Some((_, rest)) = agent.split_once(mark) {
            let major = rest.split('.').next().unwrap_or_default();
            return Ok(format!("{name} {major}"));
        }
    }
    anyhow::bail!("unknown browser {agent}")
}

fn tables(cases: &[String], browsers: [&Outcomes; 2]) -> Result<String> {
    let outcome = |browser: &Outcomes, name: &str| {
        let outcome = browser.get(name).cloned();
        outcome.with_context(|| format!("{name} was not answered"))
    };
    let [chromium, firefox] = browsers;
    let versions = [outcome(chromium, "version")?, outcome(firefox, "version")?];
    let mut tables = String::new();
    writeln!(
        tables,
        "| | {} | {} |\n|---|---|---|",
        versions[0], versions[1]
    )?;
    for (name, question) in QUESTIONS {
        let answers = [outcome(chromium, name)?, outcome(firefox, name)?];
        writeln!(tables, "| {question} | {} | {} |", answers[0], answers[1])?;
    }
    writeln!(
        tables,
        "\n| `/broken/` | {} | {} |\n|---|---|---|",
        versions[0], versions[1]
    )?;
    for case in cases {
        let name = format!("broken {case}");
        let answers = [outcome(chromium, &name)?, outcome(firefox, &name)?];
        writeln!(tables, "| `{case}` | {} | {} |", answers[0], answers[1])?;
    }
    Ok(tables)
}
