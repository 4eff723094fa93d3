//! Parameter values, which are decoded exactly once.

use super::{app, request, send};
use proptest::{collection::vec, prelude::*};
use tokio::runtime::Builder;

/// A value that can be a segment of its own.
fn value() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        'a', 'Z', '0', '.', '%', '/', '\\', ' ', '+', '?', '#', 'é', '日', '2', 'F', '{',
    ]);
    let text = vec(letters, 1..6).prop_map(String::from_iter);
    text.prop_filter("a dot piece is refused", |text| {
        !text
            .split(['/', '\\'])
            .any(|piece| matches!(piece, "." | ".."))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn values_arrive_as_they_were_linked(slug in value(), rest in vec(value(), 2..4)) {
        let runtime = Builder::new_current_thread().build().unwrap();
        let (one, many) = (app::items::slug::href(&slug), app::docs::page::href(&rest));
        let responses = runtime.block_on(async {
            [
                ("router()", send(app::router(), request("GET", &one, "")).await),
                ("service()", send(app::service(), request("GET", &one, "")).await),
                ("router()", send(app::router(), request("GET", &many, "")).await),
                ("service()", send(app::service(), request("GET", &many, "")).await),
            ]
        });
        let expected = [&slug, &slug, &format!("{rest:?}"), &format!("{rest:?}")];
        for ((way, response), expected) in responses.iter().zip(expected) {
            prop_assert_eq!((response.status, &response.body), (200, expected), "{}", way);
        }
    }
}
