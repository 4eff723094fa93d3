//! Actions of visitors: the home page, forms, the cache page.

use crate::{
    driver::is_skipped,
    window::{Place, Window},
};
use router_tests::example_app::start;

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
        let parts = window.evaluate("return document.querySelectorAll('.cards li').length");
        let parts = parts.await;
        assert!(parts.as_u64().unwrap() > 30, "{parts}");
        window.click(".cards [href='/source/convention']").await;
        window
            .wait_for_text("pre", "curl -s http://localhost:3000/convention")
            .await;
        window
            .wait_for_text("pre + h3 + pre, h3 + pre", "pub async fn GET()")
            .await;
        window.click("pre a[href='/convention']").await;
        window.wait_for_text("body", "The shop is open.").await;
        window.go("/source/convention").await;
        window.click("main .button[href='/']").await;
        window.click(".cards [href='/convention']").await;
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
        window.photograph("caching-used").await;
        window.close().await;
    }
}

#[tokio::test]
async fn the_form_shows_errors_next_to_the_fields_and_leads_to_the_order() {
    if is_skipped() {
        return;
    }
    for place in PLACES {
        let program = start();
        let window = Window::open(&program, place).await;
        window.go("/form").await;
        let name = window.find("[name='name']").await;
        name.send_keys("   ").await.unwrap();
        window.click("[name='item'] [value='ink']").await;
        window.click("form .first").await;
        window
            .wait_for_text("#name-error", "Enter your name.")
            .await;
        let state = "const of = name => document.querySelector(`[name=${name}]`);
                     return [of('name').value, of('item').value, of('name').getAttribute('aria-describedby')]";
        let expected = serde_json::json!(["   ", "ink", "name-error"]);
        assert_eq!(window.evaluate(state).await, expected);
        window.photograph("form-errors").await;
        let name = window.find("[name='name']").await;
        name.clear().await.unwrap();
        name.send_keys("Ada").await.unwrap();
        window.click("form .first").await;
        window
            .wait_for_text(".lead", "Order 1: Ink, blue & black.")
            .await;
        window.evaluate("location.reload()").await;
        window
            .wait_for_text(".lead", "Order 1: Ink, blue & black.")
            .await;
        window.close().await;
    }
}

/// A click is followed at once by a line that waits, and the same button has no effect meanwhile.
#[tokio::test]
async fn the_cache_page_shows_that_it_works() {
    if is_skipped() {
        return;
    }
    let program = start();
    let window = Window::open(&program, Place::PhoneByDay).await;
    window.go("/caching").await;
    for state in ["HIT", "STALE", "MISS", "REFRESHED", "BYPASS"] {
        window.wait_for_text(".states", state).await;
    }
    window.wait_for_text(".hint", "CACHE_TOKEN").await;
    let clock = "/caching/clock";
    act(&window, clock, "data-refresh='clock'", 1, "POST").await;
    // The handler takes 300 ms.
    let click = "const panel = document.querySelector(\"[data-url='/caching/clock']\");
                 const button = panel.querySelector('[data-ask]');
                 button.click();
                 button.click();
                 return [button.ariaBusy, panel.querySelectorAll('.trail .waiting').length]";
    assert_eq!(window.evaluate(click).await, serde_json::json!(["true", 1]));
    let line = "[data-url='/caching/clock'] .trail li:nth-last-child(2) b";
    window.wait_for_text(line, "MISS").await;
    window.find("[data-ask]:not([aria-busy])").await;
    window.close().await;
}
