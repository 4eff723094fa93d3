//! Talks with the assistant.

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
        window.photograph("chat-used").await;
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

/// The page scrolls so far that the input bar, which sticks to the bottom, does not cover the newest words.
#[tokio::test]
async fn the_newest_response_is_above_the_input_bar() {
    if is_skipped() {
        return;
    }
    let program = start();
    for place in PLACES {
        let window = Window::open(&program, place).await;
        window.go("/chat").await;
        for question in 1..9 {
            say(&window, "A pen, please, and ink.").await;
            let newest = format!("#talk li:nth-child({}):not(.waiting)", 2 * question);
            window.wait_for_text(&newest, "Anything else?").await;
            let is_above =
                "const edge = element => document.querySelector(element).getBoundingClientRect();
                            return edge('#talk li:last-child').bottom <= edge('#chat').top";
            assert_eq!(window.evaluate(is_above).await, true, "question {question}");
        }
        window.photograph("chat-long").await;
        window.close().await;
    }
}

#[tokio::test]
async fn a_message_that_is_too_long_is_explained_and_not_lost() {
    if is_skipped() {
        return;
    }
    let program = start();
    let window = Window::open(&program, Place::PhoneByDay).await;
    window.go("/chat").await;
    for (length, error) in [
        (5000, "A message has at most 4000 letters."),
        (70_000, "The message is too long."),
    ] {
        let fill = format!(
            "document.querySelector('#chat input').value = 'é'.repeat({length});
             document.querySelector('#chat .first').click()"
        );
        window.evaluate(&fill).await;
        window.wait_for_text("li.error:last-child", error).await;
        let left = "return [document.querySelector('#chat input').value.length, document.querySelectorAll('li.user').length]";
        assert_eq!(window.evaluate(left).await, serde_json::json!([length, 0]));
    }
    window.photograph("chat-too-long").await;
    // The talk continues with a message that fits.
    window
        .evaluate("document.querySelector('#chat input').value = 'Ink?'")
        .await;
    window.click("#chat .first").await;
    window
        .wait_for_text("li.assistant", "“Ink, blue & black” costs 8.00.")
        .await;
    window.close().await;
}

/// A talk that became longer than the server accepts loses its oldest messages, not its newest.
#[tokio::test]
async fn a_long_talk_continues() {
    if is_skipped() {
        return;
    }
    let program = start();
    let window = Window::open(&program, Place::DeskByDay).await;
    window.go("/chat").await;
    for question in 1..21 {
        let fill = "document.querySelector('#chat input').value = 'Ink? ' + 'x'.repeat(3900);
                    document.querySelector('#chat .first').click()";
        window.evaluate(fill).await;
        let newest = format!("#talk li:nth-child({}):not(.waiting)", 2 * question);
        window.wait_for_text(&newest, "Anything else?").await;
    }
    window.close().await;
}
