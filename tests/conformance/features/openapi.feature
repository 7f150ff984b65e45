Feature: OpenAPI calls
  Operations by their id, with parameters where the document says that they belong.

  Scenario: Parameters in path, query and header
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with:
          document: {endpoint: 'https://stand-in.example/openapi.json'}
          operationId: getThing
          parameters: {id: '${ .id }', kind: big, X-Trace: t1}
    """
    And given the workflow input is:
    """
    {id: a b}
    """
    When the workflow is executed
    Then the workflow should complete
    And the workflow output should have a 'method' property with value:
    """
    GET
    """
    And the workflow output should have a 'path' property with value:
    """
    /echo/things/a b
    """
    And the workflow output should have a 'query' property with value:
    """
    {kind: [big]}
    """
    And the workflow output should have a 'headers.x-trace' property with value:
    """
    t1
    """

  Scenario: A document of version 2
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with:
          document: {endpoint: {uri: 'https://petstore.swagger.io/v2/swagger.json'}}
          operationId: findPetsByStatus
          parameters: {status: available}
        output: {as: 'map(.id)'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1, 2]
    """

  Scenario: An answer that is no success is a communication fault
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with: {document: {endpoint: 'https://petstore.swagger.io/v2/swagger.json'}, operationId: getPetById, parameters: {petId: 99}}
    """
    When the workflow is executed
    Then the workflow should fault with a communication error of status 404 at '/do/0/ask'

  Scenario: An operation that is not there is a configuration fault
    Given a workflow with tasks:
    """
    - ask: {call: openapi, with: {document: {endpoint: 'https://petstore.swagger.io/v2/swagger.json'}, operationId: nothing}}
    """
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/ask'
    And the error should tell 'nothing'

  Scenario Outline: How the answer is read
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with: {document: {endpoint: 'https://petstore.swagger.io/v2/swagger.json'}, operationId: getPetById, parameters: {petId: 1}<output>}
        output: {as: <shape>}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <result>
    """

    Examples:
      | output             | shape                            | result   |
      |                    | .id                              | 1        |
      | , output: content  | .id                              | 1        |
      | , output: response | '[.statusCode, .content.id]'     | [200, 1] |
      | , output: raw      | '@base64d \| fromjson \| .id'    | 1        |

  Scenario Outline: A body by its members, or whole
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with: {document: {endpoint: 'https://stand-in.example/openapi.json'}, operationId: putThing, parameters: {id: 7, <given>}}
        output: {as: '[.method, .path, .type, (.body | fromjson)]'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [PUT, /echo/things/7, application/json, <sent>]
    """

    Examples:
      | given                       | sent               |
      | name: thing, size: 3        | {name: thing, size: 3} |
      | body: {other: [1]}          | {other: [1]}       |

  Scenario Outline: Parameters that do not fit the document are a validation fault
    Given a workflow with tasks:
    """
    - ask:
        call: openapi
        with: {document: {endpoint: 'https://petstore.swagger.io/v2/swagger.json'}, operationId: findPetsByStatus, parameters: {<given>}}
    """
    When the workflow is executed
    Then the workflow should fault with a validation error of status 400 at '/do/0/ask'
    And the error should tell '<name>'

    Examples:
      | given                     | name   |
      |                           | status |
      | status: sold, colour: red | colour |
