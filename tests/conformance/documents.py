"""OpenAPI documents of the stand-in: one of version 2, one of version 3."""

from typing import Any

Json = dict[str, Any]


def _text(name: str, where: str, **more: Any) -> Json:
    return {"name": name, "in": where, "required": where == "path", "type": "string", **more}


SWAGGER: Json = {
    "swagger": "2.0",
    "info": {"title": "Pets", "version": "1.0.0"},
    "host": "petstore.swagger.io",
    "basePath": "/v2",
    "schemes": ["https", "http"],
    "paths": {
        "/pet/findByStatus": {
            "get": {
                "operationId": "findPetsByStatus",
                "produces": ["application/json"],
                "parameters": [
                    _text(
                        "status",
                        "query",
                        required=True,
                        type="array",
                        items={"type": "string"},
                        collectionFormat="multi",
                    )
                ],
                "responses": {"200": {"description": "pets"}},
            }
        },
        "/pet/{petId}": {
            "get": {
                "operationId": "getPetById",
                "produces": ["application/json"],
                "parameters": [_text("petId", "path", type="integer", format="int64")],
                "responses": {"200": {"description": "a pet"}, "404": {"description": "none"}},
            }
        },
    },
}

OPENAPI: Json = {
    "openapi": "3.0.3",
    "info": {"title": "Echo", "version": "1.0.0"},
    "servers": [{"url": "https://stand-in.example/echo"}],
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "operationId": "getThing",
                "parameters": [
                    {"name": "kind", "in": "query", "schema": {"type": "string"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "what was sent"}},
            },
            "put": {
                "operationId": "putThing",
                "requestBody": {"content": {"application/json": {"schema": {"properties": {"name": {}, "size": {}}}}}},
                "responses": {"200": {"description": "what was sent"}},
            },
        },
    },
}
