//! `/ticker` pushes quotes and hears nothing.

use crate::common::{Client, TestServer};

async fn quotes(client: &mut Client, count: usize) -> Vec<serde_json::Value> {
    let mut quotes = Vec::new();
    for _ in 0..count {
        let mut quote = client.receive_json().await;
        // The clock is the one thing that differs between two runs.
        assert!(quote.as_object_mut().unwrap().remove("time_ms").is_some());
        quotes.push(quote);
    }
    quotes
}

#[tokio::test]
async fn symbols_are_quoted_in_turn_and_numbered() {
    let server = TestServer::start().await;
    let mut client = server
        .connect_to("/ticker?symbols=A,B&interval_ms=10&count=3")
        .await;
    let quotes = quotes(&mut client, 3).await;
    let told: Vec<_> = quotes
        .iter()
        .map(|quote| {
            (
                quote["sequence"].as_u64().unwrap(),
                quote["symbol"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [(0, "A"), (1, "B"), (2, "A")]);
    assert_eq!(u16::from(client.close_code().await), 1000);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_quotes_and_another_gives_others() {
    let server = TestServer::start().await;
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let path = format!("/ticker?interval_ms=10&seed={seed}");
        runs.push(quotes(&mut server.connect_to(&path).await, 5).await);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test]
async fn a_price_is_its_predecessor_and_the_change() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/ticker?symbols=A&interval_ms=10").await;
    let quotes = quotes(&mut client, 10).await;
    for pair in quotes.windows(2) {
        let [before, after] = [0, 1].map(|index| pair[index]["price"].as_f64().unwrap());
        let change = pair[1]["change"].as_f64().unwrap();
        assert!((before + change - after).abs() < 0.001, "{pair:?}");
        assert!(after > 0.0);
    }
}

#[tokio::test]
async fn what_the_client_says_does_not_stop_it() {
    let server = TestServer::start().await;
    let mut client = server.connect_to("/ticker?interval_ms=10&count=3").await;
    client.send("stop".into()).await;
    assert_eq!(quotes(&mut client, 3).await.len(), 3);
}
