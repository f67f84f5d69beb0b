//! The mounted page in a browser.

use protocol::lesson;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, Node};

use crate::mounted::{Mounted, query, set_query, until};
use crate::supervisor::{Server, address_of_stopped_server};

/// The page of a first visit, greeted by the server.
async fn greeted(server: &Server) -> Mounted {
    let page = Mounted::first_visit(server.address()).await;
    page.until_messages(1).await;
    page
}

#[wasm_bindgen_test]
async fn page_connects_by_itself_and_shows_the_greeting() {
    let server = Server::start().await;
    let page = Mounted::first_visit(server.address()).await;
    assert!(!page.is_enabled("#send"));
    page.until_messages(1).await;
    assert_eq!(page.text("#messages"), lesson::GREETING);
    assert_eq!(page.text(".connection-name"), "연결됨");
    assert!(page.is_enabled("#send"));
}

#[wasm_bindgen_test]
async fn three_lines_come_back_with_two_br_and_the_text_stays() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("하나\n둘\n셋");
    page.click("#send");
    page.until_messages(2).await;
    let answer: HtmlElement = page.get("#messages > .message:last-child");
    assert_eq!(answer.inner_html(), "서버로부터 응답: 하나<br>둘<br>셋");
    assert_eq!(page.typed(), "하나\n둘\n셋");
}

#[wasm_bindgen_test]
async fn markup_from_the_wire_stays_text() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    let hostile = "<img src=x onerror=alert(1)><script>alert(1)</script>&lt;b&gt;";
    page.type_text(hostile);
    page.click("#send");
    page.until_messages(2).await;
    let answer: HtmlElement = page.get("#messages > .message:last-child");
    assert_eq!(answer.child_element_count(), 0);
    assert_eq!(answer.text_content().unwrap(), lesson::answer(hostile));
}

#[wasm_bindgen_test]
async fn close_appends_the_lessons_notice_as_bare_text() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.click("#close");
    page.until_state("closed").await;
    let messages: Node = page.get("#messages");
    let last = messages.last_child().unwrap();
    assert_eq!(last.node_type(), Node::TEXT_NODE);
    assert_eq!(last.text_content().unwrap(), "서버 접속 종료");
    assert!(page.text("#state").contains("1005"));
}

#[wasm_bindgen_test]
async fn closed_page_disables_send_with_a_reason_and_keeps_the_text() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("쓰다 만 글");
    page.click("#close");
    page.until_state("closed").await;
    assert!(!page.is_enabled("#send"));
    assert!(page.find("#close[aria-disabled=true]").is_some());
    let send: HtmlElement = page.get("#send");
    let reason = send.get_attribute("aria-describedby").unwrap();
    assert!(
        page.text(&format!("#{reason}"))
            .contains("보낼 수 없습니다")
    );
    page.press_enter(|key| key.set_ctrl_key(true));
    assert_eq!(page.typed(), "쓰다 만 글");
    assert_eq!(page.count("#messages > .message"), 1);
}

#[wasm_bindgen_test]
async fn reconnect_greets_again_and_keeps_the_text() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    assert!(page.find("#connect").is_none());
    page.type_text("쓰다 만 글");
    page.click("#close");
    page.until_state("closed").await;
    page.click("#connect");
    page.until_messages(2).await;
    assert!(page.find("#connect").is_none());
    assert!(page.is_enabled("#send"));
    assert_eq!(page.typed(), "쓰다 만 글");
}

#[wasm_bindgen_test]
async fn ctrl_enter_and_command_enter_send() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("하나");
    page.press_enter(|key| key.set_ctrl_key(true));
    page.until_messages(2).await;
    page.press_enter(|key| key.set_meta_key(true));
    page.until_messages(3).await;
}

#[wasm_bindgen_test]
async fn enter_alone_or_of_an_input_method_does_not_send() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("한그");
    page.press_enter(|_| {});
    page.press_enter(|key| {
        key.set_ctrl_key(true);
        key.set_is_composing(true);
    });
    page.type_text("한글");
    page.click("#send");
    page.until_messages(2).await;
    // The first answer is to the button's message, so nothing was sent before it.
    assert_eq!(
        page.text("#messages > .message:nth-child(2)"),
        lesson::answer("한글")
    );
}

#[wasm_bindgen_test]
async fn server_that_dies_is_reported_with_the_command_that_starts_one() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    server.kill().await;
    page.until_state("closed").await;
    let state = page.text("#state");
    for words in ["1006", "연결이 끊어졌습니다.", "cargo run -p server"] {
        assert!(state.contains(words), "{words} is not in {state}");
    }
}

#[wasm_bindgen_test]
async fn missing_server_is_reported_at_each_attempt() {
    let page = Mounted::first_visit(&address_of_stopped_server().await).await;
    page.until_state("closed").await;
    assert!(page.text("#state").contains("서버에 연결하지 못했습니다."));
    page.click("#connect");
    until(|| page.count("#messages > br") == 1).await;
    assert_eq!(page.text("#messages"), "서버 접속 종료".repeat(2));
}

#[wasm_bindgen_test]
async fn text_outlives_a_reload() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("쓰다 만 글\n둘째 줄");
    drop(page);
    let page = Mounted::again(server.address()).await;
    page.until_messages(1).await;
    assert_eq!(page.typed(), "쓰다 만 글\n둘째 줄");
}

#[wasm_bindgen_test]
async fn english_changes_words_document_and_address_and_is_remembered() {
    let server = Server::start().await;
    let page = greeted(&server).await;
    page.type_text("쓰다 만 글");
    page.click("[data-lang='en']");
    until(|| page.text("#send") == "Send").await;
    let document = web_sys::window().unwrap().document().unwrap();
    let language = || document.document_element().unwrap().get_attribute("lang");
    until(|| language().as_deref() == Some("en")).await;
    assert_eq!(document.title(), "Ullim");
    assert_eq!(query(), "?lang=en");
    assert_eq!(page.typed(), "쓰다 만 글");
    page.click("#close");
    page.until_state("closed").await;
    assert!(
        page.text("#messages")
            .ends_with("Connection to the server closed")
    );
    drop(page);

    set_query("");
    let page = Mounted::again(server.address()).await;
    page.until_messages(1).await;
    assert_eq!(page.text("#send"), "Send");
    page.click("[data-lang='ko']");
    until(|| page.text("#send") == "전송").await;
    until(|| language().as_deref() == Some("ko")).await;
    assert_eq!(document.title(), "울림");
    assert_eq!(query(), "?lang=ko");
}

#[wasm_bindgen_test]
async fn address_with_a_language_sets_it() {
    let server = Server::start().await;
    drop(Mounted::first_visit(server.address()).await);
    set_query("?lang=en&other=1");
    let page = Mounted::again(server.address()).await;
    page.until_messages(1).await;
    assert_eq!(page.text("#close"), "Close");
    page.click("[data-lang='ko']");
    until(|| page.text("#close") == "종료").await;
    assert_eq!(query(), "?lang=ko&other=1");
}
