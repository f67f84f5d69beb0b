//! A page from another machine may not reach this one without a permission (W3C Local Network Access).
//!
//! Firefox ESR 153 asks for none for a WebSocket. Chromium without a window refuses at once; with one it shows a
//! prompt, under which a socket goes on connecting.

use anyhow::Result;
use e2e::page::{self, Page};
use testkit::ServerProcess;

#[test]
fn page_from_another_machine_names_the_prompt_of_the_browser_first() -> Result<()> {
    page::run_on_public_site(HOST, connect_to_this_machine)
}

const HOST: &str = "ullim.test";

async fn connect_to_this_machine(page: &mut Page) -> Result<()> {
    let of_this_machine = ServerProcess::start_program(page::server_binary()?, [""; 0]).await?;
    page.resize(1280, 800).await?;
    let site = page.server.address()?.port();
    page.driver
        .goto(format!("https://{HOST}:{site}/?view=workbench&lang=en"))
        .await?;
    // Its own server is as public as the page.
    page.wait_for_state("open").await?;
    page.press("#new-tab").await?;
    page.write("#address", &of_this_machine.web_socket_url())
        .await?;
    page.press("#connect").await?;
    page.wait_for_state("closed").await?;
    let first = "document.querySelector('.failure-causes strong')?.textContent";
    let prompt = "The browser may be asking whether this page may reach your own machine.";
    page.wait_for(first, prompt).await
}
