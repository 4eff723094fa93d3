use router_runtime::routes;

routes!("cases/routes-in-a-file-of-its-own/app");
