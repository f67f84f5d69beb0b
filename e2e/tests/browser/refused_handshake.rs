//! A handshake that the server refuses. The browser keeps the answer to itself; the page's own server tells it.

use anyhow::Result;
use e2e::page::{self, Page};
use testkit::ServerProcess;

in_both_browsers!(
    refusal_of_the_pages_server_is_shown_with_its_status_and_text,
    refused_parameter_is_marked_in_its_form,
    broken_rule_is_told_with_its_section,
    server_that_answered_before_is_not_called_absent
);

const FIRST_CAUSE: &str = "document.querySelector('.failure-causes strong')?.textContent";

async fn refusal_of_the_pages_server_is_shown_with_its_status_and_text(
    page: &mut Page,
) -> Result<()> {
    page.open_workbench().await?;
    for (path, status, sentence) in [
        (
            "/flood?count=-1",
            "400 Bad Request",
            "parameter \"count\" got \"-1\"",
        ),
        (
            "/refuse?status=503&retry_after=7",
            "503 Service Unavailable",
            "refused with 503",
        ),
        (
            "/bearer?token=x",
            "401 Unauthorized",
            "the credentials are missing or wrong",
        ),
        ("/nosuch", "404 Not Found", "/endpoints"),
    ] {
        page.new_tab(path).await?;
        page.press("#connect").await?;
        page.wait_for_state("closed").await?;
        let answer = "document.querySelector('#answer')?.textContent";
        page.wait_for(&format!("{answer}?.includes({sentence:?})"), true)
            .await?;
        let heading = page.text("#failure-heading").await?;
        assert!(heading.ends_with(status), "{path}: {heading}");
        page.wait_for(FIRST_CAUSE, None::<&str>).await?;
    }
    // The last one whole, with its headers.
    page.new_tab("/refuse?status=503&retry_after=7").await?;
    page.press("#connect").await?;
    page.wait_for(
        "document.querySelector('.failure summary')?.textContent",
        "응답 전체",
    )
    .await?;
    page.press(".failure summary").await?;
    let whole = page.text(".failure-answer").await?;
    assert!(
        whole.starts_with("HTTP/1.1 503 Service Unavailable\n"),
        "{whole}"
    );
    assert!(whole.contains("retry-after: 7"), "{whole}");
    // What breaks the protocol is accepted first.
    page.new_tab("/broken/wrong-accept").await?;
    page.press("#connect").await?;
    page.wait_for(
        &format!("{FIRST_CAUSE}?.includes('프로토콜을 어겼고')"),
        true,
    )
    .await
}

async fn refused_parameter_is_marked_in_its_form(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.unfold_endpoint("close").await?;
    let form = "[data-endpoint=close] form";
    page.write(&format!("{form} input"), "1005").await?;
    page.write(
        &format!("{form} .catalogue-field:nth-of-type(2) input"),
        "x",
    )
    .await?;
    page.press(&format!("{form} .catalogue-connect")).await?;
    page.wait_for_state("closed").await?;
    page.wait_for("document.querySelector('#show-field') !== null", true)
        .await?;
    let invalid =
        "[...document.querySelectorAll('#catalogue [aria-invalid=true]')].map((it) => it.value)";
    let focused = "document.activeElement.value";
    // The drawer may be shut or not.
    page.press("#show-field").await?;
    page.wait_for(focused, "x").await?;
    page.wait_for(invalid, ["x"]).await?;
    page.wait_for(
        "document.querySelector('.catalogue-error')?.textContent.includes('code=1005')",
        true,
    )
    .await?;
    page.press("#drawer-close").await?;
    page.press("#show-field").await?;
    page.wait_for(focused, "x").await?;
    // It is not refused as it is edited.
    page.press_keys("y").await?;
    page.wait_for(invalid, [""; 0]).await?;

    // A typed address has no form.
    page.press("#drawer-close").await?;
    page.new_tab("/close?code=1005&reason=x").await?;
    page.press("#connect").await?;
    page.wait_for("document.querySelector('#answer') !== null", true)
        .await?;
    page.wait_for("document.querySelector('#show-field')", None::<&str>)
        .await
}

async fn broken_rule_is_told_with_its_section(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    for (case, rule) in [
        (
            "wrong-accept",
            "Sec-WebSocket-Accept is that of another key.",
        ),
        ("reserved-bits", "A text frame has RSV3 set"),
    ] {
        page.new_tab(&format!("/broken/{case}")).await?;
        page.press("#connect").await?;
        page.wait_for_state("closed").await?;
        let told = "document.querySelector('#broken-rule')?.textContent";
        // Over messages it does not open by itself.
        if page
            .value::<bool>("document.querySelector('#why-shown') === null")
            .await?
        {
            page.press("#why").await?;
        }
        page.wait_for(&format!("{told}?.startsWith({rule:?})"), true)
            .await?;
        page.wait_for(&format!("{told}?.includes('RFC 6455, section')"), true)
            .await?;
    }
    Ok(())
}

async fn server_that_answered_before_is_not_called_absent(page: &mut Page) -> Result<()> {
    let foreign = ServerProcess::start_program(page::server_binary()?, [""; 0]).await?;
    page.open_workbench().await?;
    let connect = async |page: &mut Page, path: &str, state: &str| -> Result<()> {
        page.press("#new-tab").await?;
        let address = format!("{}{path}", foreign.web_socket_url().trim_end_matches('/'));
        page.write("#address", &address).await?;
        page.press("#connect").await?;
        page.wait_for_state(state).await
    };
    connect(page, "/refuse", "closed").await?;
    page.wait_for(&format!("{FIRST_CAUSE}?.startsWith('그 포트에서')"), true)
        .await?;
    connect(page, "/echo", "open").await?;
    connect(page, "/refuse", "closed").await?;
    page.wait_for(FIRST_CAUSE, "서버가 핸드셰이크를 거절했습니다.")
        .await?;
    // It is not asked, because it would see a request that the person did not make.
    page.wait_for("document.querySelector('#answer')", None::<&str>)
        .await
}
