//! Closing with a code and a reason, from either side.

use anyhow::Result;
use e2e::page::Page;
use thirtyfour::Key;

in_both_browsers!(
    page_closes_with_a_code_and_a_reason,
    close_code_of_the_server_is_shown_with_its_meaning,
    invalid_code_or_reason_is_refused_before_it_is_sent
);

const ERROR: &str = "document.querySelector('#close-error').textContent";

async fn page_closes_with_a_code_and_a_reason(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press("#close-with").await?;
    page.write("#close-code", "3001").await?;
    page.write("#close-reason", "다 했습니다").await?;
    page.press_keys(Key::Enter).await?;
    page.wait_for_state("closed").await?;

    // A server answers with the code and the reason that it received.
    let state = page.text("#state").await?;
    for part in ["3001", "다 했습니다", "이 페이지에서 연결을 닫았습니다."] {
        assert!(state.contains(part), "{state}");
    }
    page.press("#why").await?;
    let meaning = page.text(".why-meaning").await?;
    assert!(meaning.contains("라이브러리와 프레임워크가"), "{meaning}");
    let row = "document.querySelector('#log .log-row[data-way=closed] .log-row-text')";
    let row = format!("{row}?.textContent.split(' · ').slice(0, 3)");
    page.wait_for(
        &row,
        ["3001", "다 했습니다", "이 페이지에서 연결을 닫았습니다."],
    )
    .await?;
    page.wait_for_metric("ullim_closes_total{code=\"3xxx\",by=\"client\"} 1")
        .await
}

async fn close_code_of_the_server_is_shown_with_its_meaning(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    for (code, reason, parts) in [
        (
            4001,
            "퇴근",
            ["4001", "애플리케이션이 스스로 정해 쓰는 범위"],
        ),
        (
            1013,
            "",
            ["1013 Try Again Later", "서버가 붐벼서 닫았습니다."],
        ),
        (1006, "", ["1006", "종료 프레임 없이 연결이 끊겼습니다."]),
    ] {
        page.new_tab(&format!("/close?code={code}&reason={reason}"))
            .await?;
        page.press("#connect").await?;
        page.wait_for_state("closed").await?;
        if !page
            .value::<bool>("document.querySelector('.why-meaning') !== null")
            .await?
        {
            page.press("#why").await?;
        }
        let told = [page.text("#state").await?, page.text(".why-meaning").await?].concat();
        for part in parts {
            assert!(told.contains(part), "{part:?} is not in {told}");
        }
        assert!(told.contains(reason), "{told}");
        let row = "document.querySelector('#log .log-row[data-way=closed] .log-row-text')";
        page.wait_for(&format!("{row}?.textContent.startsWith('{code}')"), true)
            .await?;
    }
    Ok(())
}

async fn invalid_code_or_reason_is_refused_before_it_is_sent(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.connect_in_new_tab("/echo").await?;
    page.press("#close-with").await?;
    let is_disabled = "document.querySelector('#close-so').disabled";
    // 41 syllables of 3 bytes are 123 bytes, the longest reason.
    let longest = "가".repeat(41);
    for (code, reason, error) in [
        ("1001", "", "보낼 수 있는 코드는 1000과 3000부터 4999까지"),
        ("5000", "", "보낼 수 있는 코드는 1000과 3000부터 4999까지"),
        ("", "코드 없이", "이유를 보내려면 코드도 적어야 합니다."),
        ("3001", &format!("{longest}가"), "이유가 3바이트 깁니다."),
    ] {
        page.write("#close-code", code).await?;
        page.write("#close-reason", reason).await?;
        page.wait_for(&format!("{ERROR}.includes('{error}')"), true)
            .await?;
        page.wait_for(is_disabled, true).await?;
    }
    page.wait_for_state("open").await?;

    page.write("#close-reason", &longest).await?;
    page.wait_for(ERROR, "").await?;
    page.press("#close-so").await?;
    page.wait_for_state("closed").await?;
    assert!(page.text("#state").await?.contains(&longest));
    Ok(())
}
