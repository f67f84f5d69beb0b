//! The ways in which a page shows a server who one is.

use anyhow::Result;
use e2e::page::Page;

in_both_browsers!(way_of_the_menu_opens_what_wants_credentials);

const WIRE: &str = "document.querySelector('#auth-wire')?.textContent";

async fn way_of_the_menu_opens_what_wants_credentials(page: &mut Page) -> Result<()> {
    page.open_workbench().await?;
    page.new_tab("/basic-auth?user=kim&password=s3%3Acret")
        .await?;
    page.press("#auth-button").await?;
    page.wait_for("document.querySelector('#auth-way') !== null", true)
        .await?;
    page.choose("#auth-way", "basic").await?;
    page.write("#auth-name", "kim").await?;
    page.write("#auth-secret", "s3:cret").await?;
    page.wait_for(WIRE, "Authorization: Basic ***").await?;
    page.press("#auth-reveal").await?;
    page.wait_for(WIRE, "Authorization: Basic a2ltOnMzOmNyZXQ=")
        .await?;
    page.press("#auth-apply").await?;
    let address = "document.querySelector('#address').value.includes('kim:s3%3Acret@')";
    page.wait_for(address, true).await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await?;

    page.new_tab("/bearer?token=s3cret").await?;
    // The server selects the one, and reads the token in the other.
    page.write("#subprotocols", "bearer").await?;
    page.press("#auth-button").await?;
    page.write("#auth-secret", "s3cret").await?;
    page.wait_for(WIRE, "Sec-WebSocket-Protocol: bearer, bearer.***")
        .await?;
    page.press("#auth-apply").await?;
    page.wait_for(
        "document.querySelector('#subprotocols').value",
        "bearer, bearer.s3cret",
    )
    .await?;
    page.press("#connect").await?;
    page.wait_for_state("open").await
}
