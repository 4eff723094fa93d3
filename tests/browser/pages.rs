//! Actions of visitors: forms, the cache page, the chat.

use crate::{
    driver::is_skipped,
    window::{Place, Window},
};
use router_tests::{
    example_app::{command, start},
    program::Program,
    upstream::{HEAD, Upstream, words},
};
use std::{
    io::{Read, Write},
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

const PLACES: [Place; 2] = [Place::DeskByDay, Place::PhoneByNight];

#[tokio::test]
async fn the_home_page_lists_the_parts_and_leads_to_them() {
    if is_skipped() {
        return;
    }
    let program = start();
    for place in PLACES {
        let window = Window::open(&program, place).await;
        window.go("/").await;
        window.wait_for_text("h1", "Pens, ink and paper").await;
        let parts = window
            .evaluate("return document.querySelectorAll('dt a').length")
            .await;
        assert!(parts.as_u64().unwrap() > 20, "{parts}");
        window.photograph("home").await;
        window.click("a[href='/convention']").await;
        window.wait_for_text("body", "The shop is open.").await;
        window.close().await;
    }
}

/// The layout of another template engine has the style of the other pages and fits a phone.
#[tokio::test]
async fn pages_in_a_layout_look_like_the_others() {
    if is_skipped() {
        return;
    }
    let program = start();
    for place in PLACES {
        let window = Window::open(&program, place).await;
        let mut looks = Vec::new();
        for path in ["/", "/journal"] {
            window.go(path).await;
            let look = window
                .evaluate(
                    "const of = name => getComputedStyle(document.querySelector(name));
                     return [innerWidth, of('html').backgroundColor, of('h1').font, of('header').font]",
                )
                .await;
            looks.push(look);
        }
        assert_eq!(looks[0], looks[1]);
        window.photograph("journal").await;
        window.click("a[href='/journal/ink']").await;
        window.wait_for_text("main p", "Black & blue are in.").await;
        window.close().await;
    }
}

/// Clicks in a panel of the cache page and waits for the line with the result.
async fn act(window: &Window, panel: &str, button: &str, lines: usize, state: &str) {
    let panel = format!("[data-url='{panel}']");
    window.click(&format!("{panel} [{button}]")).await;
    // The newest line is the first.
    let line = format!("{panel} .trail li:nth-last-child({lines}) b");
    window.wait_for_text(&line, state).await;
}

#[tokio::test]
async fn hits_stale_responses_and_misses_can_be_watched() {
    if is_skipped() {
        return;
    }
    for place in PLACES {
        let program = start();
        let window = Window::open(&program, place).await;
        window.go("/caching").await;

        let ink = "/caching/prices/ink";
        act(&window, ink, "data-ask", 1, "MISS").await;
        act(&window, ink, "data-ask", 2, "HIT").await;

        let offers = "/caching/offers";
        act(&window, offers, "data-ask", 1, "HIT").await;
        act(&window, offers, "data-refresh='offers'", 2, "POST").await;
        act(&window, offers, "data-ask", 3, "MISS").await;
        act(&window, offers, "data-refresh='offers-soon'", 4, "POST").await;
        act(&window, offers, "data-ask", 5, "STALE").await;

        let clock = "/caching/clock";
        act(&window, clock, "data-refresh='clock'", 1, "POST").await;
        act(&window, clock, "data-ask", 2, "MISS").await;
        let token = window.find("[data-token]").await;
        token.send_keys("not-a-good-secret").await.unwrap();
        act(&window, clock, "data-with-token", 3, "REFRESHED").await;

        // Five seconds later the page updates without a click.
        window
            .click("[data-url='/caching/clock'] [data-poll]")
            .await;
        window
            .find("[data-url='/caching/clock'] .trail b[data-state='HIT']")
            .await;
        window
            .find("[data-url='/caching/clock'] .trail b[data-state='STALE']")
            .await;
        window.photograph("caching").await;
        window.close().await;
    }
}

/// The example with a model's server.
fn before(upstream: &Upstream) -> Program {
    Program::start(
        command()
            .env("OPENAI_BASE_URL", format!("http://{}/v1", upstream.address))
            .env("OPENAI_MODEL", "a model of the test"),
    )
}

async fn say(window: &Window, text: &str) {
    let field = window.find("#chat input").await;
    field.send_keys(text).await.unwrap();
    window.click("#chat .first").await;
}

/// A server that sends two words, a third when it is released, and then waits until the client disconnects.
fn hesitant() -> (Upstream, Sender<()>, Receiver<()>) {
    let (go, may_go) = channel();
    let (left, was_left) = channel();
    let upstream = Upstream::new(move |stream| {
        let first = format!("{HEAD}{}", words("Blue or "));
        stream.write_all(first.as_bytes()).unwrap();
        if may_go.recv().is_ok() {
            stream.write_all(words("black?").as_bytes()).unwrap();
        }
        let _ = stream.read(&mut [0]);
        let _ = left.send(());
    });
    (upstream, go, was_left)
}

#[tokio::test]
async fn the_chat_streams_words_and_can_be_stopped() {
    if is_skipped() {
        return;
    }
    for place in PLACES {
        let (upstream, go, was_left) = hesitant();
        let program = before(&upstream);
        let window = Window::open(&program, place).await;
        window.go("/chat").await;
        window.wait_for_text(".lead", "a model of the test").await;
        say(&window, "Do you have ink for my pen?").await;
        window
            .wait_for_text("li.user", "Do you have ink for my pen?")
            .await;
        window
            .wait_for_text("li.assistant.waiting", "Blue or")
            .await;
        go.send(()).unwrap();
        window
            .wait_for_text("li.assistant.waiting", "Blue or black?")
            .await;
        window.photograph("chat").await;
        window.click("#stop").await;
        window.find("li.assistant:not(.waiting)").await;
        was_left.recv_timeout(Duration::from_secs(60)).unwrap();
        window.close().await;
    }
}

#[tokio::test]
async fn the_chat_shows_errors() {
    if is_skipped() {
        return;
    }
    let response = r#"{"error":{"message":"no such key"}}"#;
    let upstream = Upstream::sending(format!(
        "HTTP/1.1 401 Unauthorized\r\ncontent-length: {}\r\n\r\n{response}",
        response.len()
    ));
    let program = before(&upstream);
    let window = Window::open(&program, Place::DeskByDay).await;
    window.go("/chat").await;
    say(&window, "Ink?").await;
    let expected = "The assistant's server returned 401 Unauthorized: no such key";
    window.wait_for_text("li.error", expected).await;
    window.photograph("chat-error").await;
    window.close().await;
}

#[tokio::test]
async fn the_chat_works_without_any_server() {
    if is_skipped() {
        return;
    }
    let program = start();
    let window = Window::open(&program, Place::DeskByDay).await;
    window.go("/chat").await;
    say(&window, "A pen, please, and ink.").await;
    window
        .wait_for_text(
            "li.assistant",
            "“Ink, blue & black” costs 8.00. Anything else?",
        )
        .await;
    window.find("li.assistant:not(.waiting)").await;
    window.close().await;
}
