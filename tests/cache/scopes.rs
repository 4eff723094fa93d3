//! Case 65: invalidation by route.

use super::{
    app,
    house::houses,
    invalidation::{fill, states},
};

#[tokio::test]
async fn case_65_routes() {
    // Stored `/slug/a` and `/slug/b`; path, pattern as page, pattern as subtree, root: only a; both; both; every route.
    for house in houses().await {
        let paths = ["/slug/a", "/slug/b", "/minute", "/docs/a/b", "/"];
        let (new, hit) = ("EXPIRED stored", "HIT");
        fill(&house, &paths).await;
        house.cache.revalidate_path("/slug/a").await.unwrap();
        assert_eq!(states(&house, &paths).await, [new, hit, hit, hit, hit]);
        for is_subtree in [false, true] {
            let (cache, route) = (&house.cache, app::slug::id::ROUTE);
            let expired = match is_subtree {
                false => cache.revalidate_route(route).await,
                true => cache.revalidate_subtree(route).await,
            };
            expired.unwrap();
            assert_eq!(states(&house, &paths).await, [new, new, hit, hit, hit]);
        }
        house.cache.revalidate_subtree(app::ROUTE).await.unwrap();
        assert_eq!(states(&house, &paths).await, [new; 5]);
        house.cache.revalidate_route(app::ROUTE).await.unwrap();
        assert_eq!(states(&house, &paths).await, [hit, hit, hit, hit, new]);
    }
}
