//! The worker that holds the sockets of the workbench's tabs; Trunk builds it beside the page.

fn main() {
    client::platform::worker::serve();
}
