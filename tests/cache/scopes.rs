//! Case 65: invalidation by route.

use crate::{
    app, both_ways,
    invalidation::{fill, states},
};

#[tokio::test]
async fn case_65_routes() {
    // Stored `/slug/a` and `/slug/b`; path, pattern as page, pattern as subtree, root: only a; both; both; every route.
    for app in both_ways().await {
        let paths = ["/slug/a", "/slug/b", "/minute", "/docs/a/b", "/"];
        let (new, hit) = ("EXPIRED stored", "HIT");
        fill(&app, &paths).await;
        app.cache.revalidate_path("/slug/a").await.unwrap();
        assert_eq!(states(&app, &paths).await, [new, hit, hit, hit, hit]);
        for is_subtree in [false, true] {
            let (cache, route) = (&app.cache, app::slug::id::ROUTE);
            let expired = if is_subtree {
                cache.revalidate_subtree(route).await
            } else {
                cache.revalidate_route(route).await
            };
            expired.unwrap();
            assert_eq!(states(&app, &paths).await, [new, new, hit, hit, hit]);
        }
        app.cache.revalidate_subtree(app::ROUTE).await.unwrap();
        assert_eq!(states(&app, &paths).await, [new; 5]);
        app.cache.revalidate_route(app::ROUTE).await.unwrap();
        assert_eq!(states(&app, &paths).await, [hit, hit, hit, hit, new]);
    }
}
