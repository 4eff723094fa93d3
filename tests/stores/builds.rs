//! Several builds on one file.

use crate::instance::{Instance, Store};

#[tokio::test]
async fn case_86_builds_have_their_own_entries_and_share_invalidations() {
    let mut app = Instance::start(Store::disk()).await;
    app.get("/a").await;
    app.get("/b").await;
    app.restart_with(|options| options.namespace("next")).await;
    assert_eq!(app.line("/a").await, "200 MISS stored a 2");
    assert_eq!(app.line("/b").await, "200 MISS stored b 2");
    app.restart_with(|options| options.namespace("tests")).await;
    assert_eq!(app.line("/a").await, "200 HIT l2 a 1");
    app.cache.update_tag("item-a").await.unwrap();
    app.cache.revalidate_path("/b").await.unwrap();
    app.restart_with(|options| options.namespace("next")).await;
    assert_eq!(app.line("/a").await, "200 MISS stored a 3");
    assert_eq!(app.line("/b").await, "200 MISS stored b 3");
}

#[tokio::test]
async fn case_86_the_file_of_the_program_is_the_default_name_of_a_build() {
    let mut app = Instance::start(Store::disk()).await;
    let (handlers, clock) = app.stop().await;
    let options = || router_runtime::CacheOptions::new().clock(clock.clone());
    for expected in ["200 MISS stored a 1", "200 HIT l2 a 1"] {
        let builder = crate::app::builder(handlers.without_cache());
        let builder = builder.cache(options().disk(app.store.file()));
        let way = router_tests::test_app::SERVICE;
        let state = handlers.without_cache();
        let other =
            router_tests::test_app::TestApp::open(way, &builder, state, clock.clone()).await;
        assert_eq!(other.get("/a").await.line(), expected);
        drop((other, builder));
        let file = app.store.file();
        router_tests::wait::wait_for("the end", async || {
            crate::instance::is_free(&file).then_some(())
        })
        .await;
    }
}
