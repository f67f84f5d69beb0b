//! A room: each message is there once and in order, whatever happens to the server or to the page.

use anyhow::{Context as _, Result};
use e2e::page::{self, Page};
use testkit::ServerProcess;
use thirtyfour::Key;

in_both_browsers!(
    room_is_opened_from_the_catalogue,
    enter_sends_except_while_a_syllable_is_composed,
    two_people_join_by_a_link_and_talk,
    room_of_a_link_in_letters_is_the_composed_one,
    spaces_stay_and_long_words_break_in_a_narrow_window,
    unread_messages_are_counted_and_begin_at_a_line,
    unread_line_stays_when_it_is_reached,
    sent_message_is_visible_and_the_focus_stays,
    typed_room_name_does_not_change_the_shown_room,
    tab_with_unsent_messages_asks_before_it_closes,
    message_to_a_killed_server_is_in_the_log_once,
    reload_while_sending_loses_nothing,
    server_without_its_log_begins_a_new_one
);

/// Senders and texts in the room's timeline.
const LINES: &str = "[...document.querySelectorAll('#room-log .room-line')].map((line) => [
    line.querySelector('.room-line-name').textContent,
    line.querySelector('.room-line-text').innerHTML,
])";

/// The unsent messages, and their states.
const PENDING: &str = "[...document.querySelectorAll('.room-pending')].map((pending) => [
    pending.querySelector('.room-pending-text').textContent,
    pending.dataset.state,
])";

const DRAFT: &str = "document.querySelector('#room-text').value";

/// The members.
const NAMES: &str =
    "[...document.querySelectorAll('.room-people-name')].map((name) => name.textContent)";

/// The name of the shown room.
const ROOM: &str = "document.querySelector('#room-name').textContent";

const FOCUS: &str = "document.activeElement.id";

/// How far the messages are scrolled up from their end.
const SCROLLED_UP: &str = "Math.abs(document.querySelector('#room-frame').scrollTop)";

const IS_IN: &str = "document.querySelector('.room-people') !== null";

/// Opens the page by the link to a room, and waits until it has joined.
async fn come_in(page: &Page, query: &str) -> Result<()> {
    page.resize(1280, 800).await?;
    page.open(query).await?;
    page.wait_for(IS_IN, true).await
}

async fn say(page: &Page, text: &str) -> Result<()> {
    page.write("#room-text", text).await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(DRAFT, "").await
}

/// Sends a long text, which is put into the field at once.
async fn say_pasted(page: &Page, text: &str) -> Result<()> {
    let text = serde_json::to_string(text)?;
    page.value::<()>(&format!(
        "(() => {{
            const field = document.querySelector('#room-text');
            field.value = {text};
            field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
        }})()"
    ))
    .await?;
    page.wait_for("document.querySelector('#room-say').disabled", false)
        .await?;
    page.press("#room-say").await?;
    page.wait_for(DRAFT, "").await
}

/// Opens the room in another window as another person: two origins share nothing.
async fn bring_another(page: &Page, name: &str) -> Result<()> {
    let window = page.driver.new_window().await?;
    page.driver.switch_to_window(window).await?;
    let url = page.server.url().replace("127.0.0.1", "localhost");
    let url = format!("{url}/?room=lobby&name={name}");
    page.driver.goto(url).await?;
    page.wait_for(IS_IN, true).await
}

async fn room_is_opened_from_the_catalogue(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.unfold_endpoint("chat").await?;
    page.press("[data-endpoint=chat] button[type=submit]")
        .await?;
    page.wait_for(IS_IN, true).await?;
    say(page, "안녕").await?;
    page.wait_for(LINES, [["guest", "안녕"]]).await?;

    // The log shows the messages on the wire.
    page.press("[data-pane=log]").await?;
    page.wait_for(
        "document.querySelectorAll('#log .log-row[data-way=sent]').length > 1",
        true,
    )
    .await?;
    page.press("[data-pane=room]").await?;
    page.wait_for(LINES, [["guest", "안녕"]]).await
}

async fn enter_sends_except_while_a_syllable_is_composed(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    page.write("#room-text", "안녕").await?;
    // WebDriver has no input method. These are its events in Chromium and Firefox, and in Safari.
    for composing in ["isComposing: true", "keyCode: 229"] {
        let is_taken = format!(
            "!document.querySelector('#room-text').dispatchEvent(new KeyboardEvent('keydown', {{
                key: 'Enter', bubbles: true, cancelable: true, {composing},
            }}))"
        );
        assert!(!page.value::<bool>(&is_taken).await?, "{composing}");
    }
    page.wait_for(DRAFT, "안녕").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(LINES, [["kim", "안녕"]]).await
}

async fn room_of_a_link_in_letters_is_the_composed_one(page: &mut Page) -> Result<()> {
    // As macOS writes file names.
    let in_letters = "\u{1112}\u{116c}\u{110b}\u{1174}";
    come_in(page, &format!("?room={in_letters}&name=kim")).await?;
    page.wait_for(ROOM, "회의").await?;
    say(page, "안녕").await?;
    page.wait_for(LINES, [["kim", "안녕"]]).await
}

async fn two_people_join_by_a_link_and_talk(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    page.wait_for("location.search", "?view=workbench").await?;
    page.wait_for(ROOM, "lobby").await?;
    let kim = page.driver.window().await?;
    bring_another(page, "kim").await?;
    page.write("#room-text", "첫 줄").await?;
    page.press_with(Key::Shift, Key::Enter).await?;
    page.press_keys("<b>둘째</b>").await?;
    page.press_keys(Key::Enter).await?;
    let said = ["kim-2", "첫 줄<br>&lt;b&gt;둘째&lt;/b&gt;"];
    page.wait_for(LINES, [said]).await?;
    page.wait_for("document.querySelectorAll('.room-line-own').length", 1)
        .await?;

    page.driver.switch_to_window(kim).await?;
    page.wait_for(LINES, [said]).await?;
    page.wait_for("document.querySelectorAll('.room-line-own').length", 0)
        .await?;
    say(page, "대답").await?;
    page.wait_for(LINES, [said, ["kim", "대답"]]).await?;
    page.wait_for(
        "document.querySelector('.room-people-count').textContent",
        "참여자 2명",
    )
    .await?;

    // A new name takes a moment, and messages under the old one stay.
    page.press("#room-menu-button").await?;
    page.write("#room-own-name", "lee").await?;
    page.press("#room-rename").await?;
    page.wait_for(&format!("{NAMES}.includes('lee')"), true)
        .await?;
    page.wait_for(FOCUS, "room-own-name").await?;
    page.press_keys(Key::Escape).await?;
    say(page, "새 이름").await?;
    page.wait_for(LINES, [said, ["kim", "대답"], ["lee", "새 이름"]])
        .await
}

async fn spaces_stay_and_long_words_break_in_a_narrow_window(page: &mut Page) -> Result<()> {
    page.resize(360, 740).await?;
    page.open("?room=lobby&name=kim").await?;
    page.wait_for(IS_IN, true).await?;
    let excess = "['#room-frame', 'html'].map((it) => document.querySelector(it))
        .map((it) => it.scrollWidth - it.clientWidth)";
    let text = format!("두  칸,   세 칸 {}", "w".repeat(300));
    say_pasted(page, &text).await?;
    page.wait_for(
        "document.querySelector('.room-line-text')?.innerText",
        &text,
    )
    .await?;
    page.wait_for(excess, [0, 0]).await?;

    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    say_pasted(page, &text).await?;
    page.wait_for(
        "document.querySelector('.room-pending-text')?.innerText",
        &text,
    )
    .await?;
    page.wait_for(excess, [0, 0]).await
}

async fn unread_messages_are_counted_and_begin_at_a_line(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    say(page, "본 것").await?;
    page.wait_for(&format!("{LINES}.length"), 1).await?;
    page.show_tab(0).await?;
    let kim = page.driver.window().await?;
    bring_another(page, "lee").await?;
    say(page, "못 본 것").await?;
    say(page, "또 못 본 것").await?;

    page.driver.switch_to_window(kim).await?;
    let unread = "document.querySelector('.tab[data-tab=\"1\"] .tab-unread')?.textContent ?? ''";
    page.wait_for(unread, "2").await?;
    page.show_tab(1).await?;
    page.wait_for(
        "document.querySelector('#room-unread')?.nextElementSibling
            .querySelector('.room-line-text').textContent",
        "못 본 것",
    )
    .await?;
    page.wait_for(unread, "").await
}

/// A text that is higher than the frame of a narrow window.
fn long_text() -> String {
    "w".repeat(800)
}

async fn unread_line_stays_when_it_is_reached(page: &mut Page) -> Result<()> {
    page.resize(360, 740).await?;
    page.open("?room=lobby&name=kim").await?;
    page.wait_for(IS_IN, true).await?;
    // On a telephone the tabs are a list.
    page.resize(1280, 740).await?;
    page.show_tab(0).await?;
    let kim = page.driver.window().await?;
    bring_another(page, "lee").await?;
    say(page, &long_text()).await?;

    page.driver.switch_to_window(kim).await?;
    page.wait_for(
        "document.querySelector('.tab[data-tab=\"1\"] .tab-unread')?.textContent",
        "1",
    )
    .await?;
    page.show_tab(1).await?;
    page.resize(360, 740).await?;
    page.press("#room-to-unread").await?;
    // Now the page knows that the end is not visible.
    page.wait_for("document.querySelector('#room-to-newest') !== null", true)
        .await?;
    page.wait_for(
        "(() => {
            const top = (selector) => document.querySelector(selector)?.getBoundingClientRect().top;
            return Math.abs(top('#room-unread') - top('#room-frame')) < 40;
        })()",
        true,
    )
    .await?;
    page.wait_for(FOCUS, "room-frame").await?;
    // It has led there.
    page.wait_for("document.querySelector('#room-to-unread')", ())
        .await
}

async fn sent_message_is_visible_and_the_focus_stays(page: &mut Page) -> Result<()> {
    page.resize(360, 740).await?;
    page.open("?room=lobby&name=kim").await?;
    page.wait_for(IS_IN, true).await?;
    say(page, &long_text()).await?;
    page.wait_for(&format!("{LINES}.length"), 1).await?;
    let to_newest = "document.querySelector('#room-to-newest') !== null";
    let go_up = "document.querySelector('#room-frame').scrollTop = -100";

    page.driver.execute(go_up, Vec::new()).await?;
    page.wait_for(to_newest, true).await?;
    page.press("#room-to-newest").await?;
    page.wait_for(to_newest, false).await?;
    page.wait_for(SCROLLED_UP, 0).await?;
    page.wait_for(FOCUS, "room-frame").await?;

    page.driver.execute(go_up, Vec::new()).await?;
    page.wait_for(to_newest, true).await?;
    page.write("#room-text", "끝").await?;
    page.press("#room-say").await?;
    page.wait_for(&format!("{LINES}.length"), 2).await?;
    page.wait_for(to_newest, false).await?;
    page.wait_for(SCROLLED_UP, 0).await?;
    page.wait_for(FOCUS, "room-text").await
}

/// Switches reconnecting off, so that the address can be edited.
async fn leave_in_peace(page: &Page) -> Result<()> {
    page.press_in_menu("#options-button", "#auto-reconnect")
        .await
}

async fn typed_room_name_does_not_change_the_shown_room(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    say(page, "앞").await?;
    page.wait_for(LINES, [["kim", "앞"]]).await?;
    leave_in_peace(page).await?;
    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    say(page, "여기서 할 말").await?;
    let elsewhere = page.address_of("/chat?room=other&name=park");
    page.write("#address", &elsewhere).await?;
    page.wait_for("document.querySelector('#address').value", &elsewhere)
        .await?;
    page.wait_for(ROOM, "lobby").await?;
    page.press("#room-menu-button").await?;
    page.write("#room-own-name", "le").await?;
    page.press_keys(Key::Escape).await?;

    page.server.start_again().await?;
    page.press("#connect").await?;
    page.wait_for(NAMES, ["park"]).await?;
    page.wait_for(ROOM, "other").await?;
    // A name that is being typed stays, whichever name the person has.
    page.wait_for("document.querySelector('#room-own-name').value", "le")
        .await?;
    // A message for one room is not sent in another, and can be edited again.
    page.wait_for(PENDING, [["여기서 할 말", "refused"]])
        .await?;
    page.wait_for(
        "document.querySelector('#room-not-said').textContent",
        "전송하지 못함: 다른 대화방에서 쓴 글입니다.",
    )
    .await?;
    page.press(".room-pending-edit").await?;
    page.wait_for(DRAFT, "여기서 할 말").await?;
    page.wait_for(FOCUS, "room-text").await
}

async fn tab_with_unsent_messages_asks_before_it_closes(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    leave_in_peace(page).await?;
    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    say(page, "아직 안 한 말").await?;
    page.close_tab().await?;
    page.wait_for(
        "document.querySelector('#confirm-question')?.textContent.includes('전송되지 않은 메시지')",
        true,
    )
    .await?;
    page.press(".confirm-cancel").await?;
    page.wait_for("document.querySelector('dialog') === null", true)
        .await?;
    page.wait_for(PENDING, [["아직 안 한 말", "pending"]])
        .await?;

    page.close_tab().await?;
    page.press(".confirm-agree").await?;
    page.wait_for("document.querySelectorAll('.tab').length", 1)
        .await
}

async fn message_to_a_killed_server_is_in_the_log_once(page: &mut Page) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let arguments = ["--data-dir".as_ref(), folder.path().as_os_str()];
    page.server = ServerProcess::start_program(page::server_binary()?, arguments).await?;
    come_in(page, "?room=lobby&name=kim").await?;
    say(page, "하나").await?;
    page.wait_for(LINES, [["kim", "하나"]]).await?;

    page.write("#room-text", "둘").await?;
    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    page.wait_for(DRAFT, "둘").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for(PENDING, [["둘", "pending"]]).await?;
    page.write("#room-text", "쓰던 글").await?;

    page.server.start_again().await?;
    let all = [["kim", "하나"], ["kim", "둘"]];
    page.wait_for(LINES, all).await?;
    page.wait_for(&format!("{PENDING}.length"), 0).await?;
    page.wait_for(DRAFT, "쓰던 글").await?;

    // The page has forgotten its timeline. This is the server's.
    page.driver.refresh().await?;
    page.wait_for(LINES, all).await?;
    page.wait_for(DRAFT, "쓰던 글").await?;
    page.wait_for("document.querySelectorAll('.room-line-own').length", 2)
        .await
}

async fn reload_while_sending_loses_nothing(page: &mut Page) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a folder")?;
    let arguments = ["--data-dir".as_ref(), folder.path().as_os_str()];
    page.server = ServerProcess::start_program(page::server_binary()?, arguments).await?;
    come_in(page, "?room=lobby&name=kim").await?;
    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    for text in ["하나", "둘", "셋"] {
        say(page, text).await?;
    }
    page.server.start_again().await?;
    // Their order relative to it is not defined.
    page.driver.refresh().await?;
    page.wait_for(LINES, [["kim", "하나"], ["kim", "둘"], ["kim", "셋"]])
        .await?;
    page.wait_for(&format!("{PENDING}.length"), 0).await?;
    page.driver.refresh().await?;
    page.wait_for(&format!("{LINES}.length"), 3).await
}

async fn server_without_its_log_begins_a_new_one(page: &mut Page) -> Result<()> {
    come_in(page, "?room=lobby&name=kim").await?;
    say(page, "앞").await?;
    page.wait_for(LINES, [["kim", "앞"]]).await?;
    page.server.kill().await?;
    page.wait_for(IS_IN, false).await?;
    page.server.start_again().await?;
    page.wait_for(IS_IN, true).await?;
    say(page, "뒤").await?;
    let rows = "[...document.querySelector('#room-log').children].map((row) =>
        row.querySelector('.room-line-text')?.textContent ?? 'break')";
    page.wait_for(rows, ["앞", "break", "뒤"]).await
}
