//! A page from a server with TLS connects over TLS by itself.

use anyhow::Result;
use e2e::page::{self, Page};
use testkit::ServerProcess;

in_both_browsers!(page_from_https_connects_by_wss);

async fn page_from_https_connects_by_wss(page: &mut Page) -> Result<()> {
    page.server =
        ServerProcess::start_program(page::server_binary()?, ["--tls-self-signed"]).await?;
    page.open_and_connect().await?;
    let address: String = page
        .value("document.querySelector('.connection-address').textContent")
        .await?;
    assert!(address.starts_with("wss://"), "{address}");
    assert_eq!(address, page.server.web_socket_url());
    page.type_message("비밀").await?;
    page.press("#send").await?;
    page.wait_for_messages(&["[서버 접속 완료]", "서버로부터 응답: 비밀"])
        .await
}
