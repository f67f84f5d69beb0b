//! Whatever happens, what a person looks at stays where it is.
//!
//! Chromium tells layout shifts. Firefox does not, so there the places of the page's landmarks tell.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use e2e::page::Page;
use thirtyfour::{By, Key};
use tokio::net::TcpListener;

in_both_browsers!(
    page_stays_when_a_connection_comes_and_goes,
    page_stays_when_a_person_opens_and_shuts,
    page_stays_when_words_and_colours_change
);

/// The parts of the page that are always there: where each begins, and its size, in CSS pixels.
const PLACES: &str = "Object.fromEntries(
    ['.tabs', '.titlebar-tools', '.connection-bar', '.status-line', '.log-bar', '#log', '.workbench-compose', '#message', '#send']
        .map((name) => [name, document.querySelector(name).getBoundingClientRect()])
        .map(([name, { left, top, width, height }]) => [name, [left, top, width, height]]))";

/// Keeps the layout shifts, and whether each came within half a second of what a person did.
const WATCH: &str = "window.shifts = [];
    window.shiftWatch = new PerformanceObserver((list) => window.shifts.push(...list.getEntries()));
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift'))
        window.shiftWatch.observe({ type: 'layout-shift' })";

/// The layout shifts since the last look, after two frames, so that the latest is among them.
const SHIFTS: &str = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.shifts.push(...window.shiftWatch.takeRecords());
    done(window.shifts.splice(0).map(({ value, hadRecentInput, sources }) =>
        [hadRecentInput, value, sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join()]));
})))";

/// The limit on a layout shift; a fifth of what counts as good.
const MAX_SHIFT: f64 = 0.02;

type Places = BTreeMap<String, [f64; 4]>;

/// The landmarks at a moment, with which later ones are compared.
struct Still {
    places: Places,
}

impl Still {
    async fn watch(page: &Page) -> Result<Self> {
        page.driver.execute(WATCH, Vec::new()).await?;
        let places = page.value(PLACES).await?;
        Ok(Self { places })
    }

    /// Nothing has moved.
    async fn holds(&self, page: &Page, when: &str) -> Result<()> {
        self.holds_but(page, when, |_| false).await?;
        Ok(())
    }

    /// Nothing has moved but what a person's own act moves, and that at once.
    async fn holds_but(&self, page: &Page, when: &str, may_move: fn(&str) -> bool) -> Result<()> {
        let shifts: Vec<(bool, f64, String)> = page.value(SHIFTS).await?;
        let counts = |(is_asked_for, value, node): &&(bool, f64, String)| {
            *value > MAX_SHIFT && !(*is_asked_for && node.split(',').any(may_move))
        };
        let large: Vec<_> = shifts.iter().filter(counts).collect();
        ensure!(large.is_empty(), "{when}: {large:?}");
        let places: Places = page.value(PLACES).await?;
        for (name, place) in &places {
            let before = self.places[name];
            ensure!(
                may_move(name) || *place == before,
                "{when}: {name} was at {before:?} and is at {place:?}"
            );
        }
        Ok(())
    }
}

async fn page_stays_when_a_connection_comes_and_goes(page: &mut Page) -> Result<()> {
    // It accepts, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await?;
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.new_tab("/echo").await?;
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await?;
    page.press_in_menu("#options-button", "#queue-when-closed")
        .await?;
    let still = Still::watch(page).await?;

    let waiting = format!("ws://{}/", silent.local_addr()?);
    page.write("#address", &waiting).await?;
    page.press("#connect").await?;
    page.wait_for_state("connecting").await?;
    still.holds(page, "connecting").await?;
    page.press("#close").await?;
    page.wait_for_state("closed").await?;
    still.holds(page, "given up").await?;

    page.write("#address", &page.address_of("/echo")).await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;
    still.holds(page, "open").await?;
    page.send("첫 글").await?;
    let newest = "document.querySelector('#log .log-row:last-child')?.dataset.way";
    page.wait_for(newest, "received").await?;
    still.holds(page, "the first message").await?;

    page.server.kill().await?;
    page.wait_for("document.querySelector('#retry') !== null", true)
        .await?;
    still.holds(page, "lost, and to be tried again").await?;
    page.send("기다림").await?;
    page.wait_for("document.querySelector('.queued') !== null", true)
        .await?;
    still.holds(page, "a message waits").await?;
    let attempts = "document.querySelectorAll('#log .log-row[data-way=closed]').length > 2";
    page.wait_for(attempts, true).await?;
    still.holds(page, "an attempt failed").await?;

    page.server.start_again().await?;
    page.wait_for_state("open").await?;
    page.wait_for("document.querySelector('.queued') === null", true)
        .await?;
    still.holds(page, "open again").await
}

async fn page_stays_when_a_person_opens_and_shuts(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("{\"하나\": 1}").await?;
    page.wait_for("document.querySelectorAll('#log .log-row').length", 3)
        .await?;
    let still = Still::watch(page).await?;

    page.press(".filter-details-summary").await?;
    page.wait_for("document.querySelector('#filter-min') !== null", true)
        .await?;
    still.holds(page, "more of the filter").await?;
    page.press_keys(Key::Escape).await?;
    page.write("#filter-query", "(").await?;
    page.press("#filter-regex").await?;
    page.wait_for("document.querySelector('#filter-error') !== null", true)
        .await?;
    still.holds(page, "a wrong filter").await?;
    page.press("#filter-regex").await?;
    page.write("#filter-query", "").await?;
    page.wait_for("document.querySelectorAll('#log .log-row').length", 3)
        .await?;
    still.holds(page, "no filter").await?;

    page.press("#log .log-row:last-child").await?;
    page.wait_for("document.querySelector('#detail-lines') !== null", true)
        .await?;
    // Beside a detail the list is narrower, and no row is at another height.
    still
        .holds_but(page, "a detail", |name| name == "#log")
        .await?;
    let list: [f64; 4] = page.value(&format!("({PLACES})['#log']")).await?;
    let before = still.places["#log"];
    ensure!(
        (list[0], list[1], list[3]) == (before[0], before[1], before[3]),
        "{list:?}"
    );
    page.press("#detail-close").await?;
    page.wait_for("document.querySelector('#detail') === null", true)
        .await?;
    still.holds(page, "the detail is shut").await?;

    for drawer in ["endpoints", "numbers"] {
        page.open_drawer(drawer).await?;
        still.holds(page, drawer).await?;
    }
    page.press("#drawer-close").await?;
    still.holds(page, "the drawer is shut").await?;

    page.new_tab("/echo").await?;
    still.holds(page, "another tab").await?;
    page.close_tab().await?;
    page.wait_for("document.querySelector('#undo-close') !== null", true)
        .await?;
    still.holds(page, "the tab is closed").await?;

    // The dock grows upwards, and above the list nothing moves.
    page.driver.find(By::Id("message")).await?.focus().await?;
    for _ in 0..4 {
        page.press_keys("줄").await?;
        page.press_with(Key::Shift, Key::Enter).await?;
    }
    page.wait_for(
        "document.querySelector('#message').value.split('\\n').length",
        5,
    )
    .await?;
    let may_move = |name: &str| {
        name.starts_with("message")
            || ["#log", "#message", "#send", ".workbench-compose"].contains(&name)
    };
    still.holds_but(page, "lines are typed", may_move).await?;
    page.write("#message", "").await?;
    still.holds(page, "the lines are gone").await
}

async fn page_stays_when_words_and_colours_change(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.resize(1440, 900).await?;
    page.connect_in_new_tab("/echo").await?;
    page.send("말").await?;
    page.wait_for("document.querySelectorAll('#log .log-row').length", 3)
        .await?;
    let heights = format!("Object.values({PLACES}).map(([, top, , height]) => [top, height])");
    let before: Vec<[f64; 2]> = page.value(&heights).await?;
    page.press("#settings-button").await?;
    page.press("[data-lang=en]").await?;
    page.wait_for("document.documentElement.lang", "en").await?;
    assert_eq!(page.value::<Vec<[f64; 2]>>(&heights).await?, before);

    let still = Still::watch(page).await?;
    page.press("[data-theme-choice=dark]").await?;
    page.wait_for("document.documentElement.dataset.theme", "dark")
        .await?;
    still.holds(page, "another theme").await
}
