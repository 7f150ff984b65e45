Feature: HTTP calls
  What is sent, what is read, and which answers are faults.

  Scenario: Method, headers, query and body, with expressions
    Given a workflow with tasks:
    """
    - ask:
        call: http
        with:
          method: post
          endpoint: https://stand-in.example/echo/{kind}
          headers: {X-One: '${ .one }', X-Two: two}
          query: {q: '${ .one }', r: two}
          body: {n: '${ .n + 1 }', text: .n}
    """
    And given the workflow input is:
    """
    {kind: 'a b/c?d', one: 1st, n: 1}
    """
    When the workflow is executed
    Then the workflow should complete
    And the workflow output should have a 'method' property with value:
    """
    POST
    """
    And the workflow output should have a 'path' property with value:
    """
    /echo/a b/c?d
    """
    And the workflow output should have a 'query' property with value:
    """
    {q: [1st], r: [two]}
    """
    And the workflow output should have a 'headers' property with value:
    """
    {x-one: 1st, x-two: two}
    """
    And the workflow output should have a 'type' property that matches 'application/json'
    And the workflow output should have a 'body' property that matches '\{"n": ?2, ?"text": ?"\.n"\}'

  Scenario: Names in the endpoint come from the task's transformed input
    Given a workflow with tasks:
    """
    - ask: {input: {from: .pet}, call: http, with: {method: get, endpoint: {uri: 'https://stand-in.example/echo/{id}/{missing}'}}, output: {as: .path}}
    """
    And given the workflow input is:
    """
    {id: 1, pet: {id: 2}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /echo/2/
    """

  Scenario: The endpoint may be an expression
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: '${ "https://stand-in.example/echo/" + .id }'}, output: {as: .path}}
    """
    And given the workflow input is:
    """
    {id: x1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /echo/x1
    """

  Scenario Outline: How the answer is read
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example<path>'<output>}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <result>
    """

    Examples:
      | path        | output            | result        |
      | /text/plain |                   | plain         |
      | /text/plain | , output: content | plain         |
      | /text/plain | , output: raw     | cGxhaW4=      |
      | /status/201 |                   | {status: 201} |

  Scenario: The whole response tells the request as it was asked for
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/status/202', headers: {X-One: '1'}, output: response}}
    """
    When the workflow is executed
    Then the workflow should complete
    And the workflow output should have a 'statusCode' property with value:
    """
    202
    """
    And the workflow output should have a 'request.method' property that matches 'get'
    And the workflow output should have a 'request.uri' property that matches 'https://stand-in.example/status/202'
    And the workflow output should have a 'request.headers.X-One' property with value:
    """
    '1'
    """
    And the workflow output should have a 'content' property with value:
    """
    {status: 202}
    """

  Scenario Outline: An answer that is no success is a communication fault with its status
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/status/<status>'}}
    """
    When the workflow is executed
    Then the workflow should fault with a communication error of status <status> at '/do/0/ask'
    And ask should fault

    Examples:
      | status |
      | 302    |
      | 404    |
      | 500    |

  Scenario: A redirect may be accepted, and is not followed
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/status/307', redirect: true, output: response}, output: {as: .statusCode}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    307
    """
    And '/redirected' should have been asked 0 times

  Scenario: A redirect that is accepted does not make an error a success
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/status/400', redirect: true}}
    """
    When the workflow is executed
    Then the workflow should fault with a communication error of status 400 at '/do/0/ask'

  Scenario Outline: Every method is sent, once
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: <method>, endpoint: 'https://stand-in.example/once/<method>'}, output: {as: .method}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <sent>
    """
    And '/once/<method>' should have been asked 1 times

    Examples:
      | method  | sent    |
      | get     | GET     |
      | put     | PUT     |
      | patch   | PATCH   |
      | delete  | DELETE  |
      | options | OPTIONS |

  Scenario: A request that is still running is given up by a timeout
    Given a workflow with tasks:
    """
    - attempt:
        try: [{ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/slow/2000'}, timeout: {after: PT0.2S}}}]
        catch: {errors: {with: {status: 408}}, do: [{handled: {set: '${ "late" }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    late
    """

  Scenario: Lists and truth values in headers, query and body
    Given a workflow with tasks:
    """
    - ask:
        call: http
        with:
          method: put
          endpoint: https://stand-in.example/echo/{flag}
          headers: {X-List: '${ ["one", .two] }'}
          query: {list: '${ [.two, "three"] }', flag: '${ .flag }'}
          body: {list: ['${ .two }', {deep: '${ .flag }'}]}
        output: {as: '{path, query, headers, body: (.body | fromjson)}'}
    """
    And given the workflow input is:
    """
    {two: 2nd, flag: true}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    path: /echo/true
    query: {list: [2nd, three], flag: ['true']}
    headers: {x-list: 'one, 2nd'}
    body: {list: [2nd, {deep: true}]}
    """

  Scenario Outline: The media type says how a content is read
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/text/<text>', query: {type: <type>}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <content>
    """

    Examples:
      | text | type                     | content  |
      | [1]  | application/json         | [1]      |
      | [1]  | application/problem+json | [1]      |
      | [1]  | text/json                | '[1]'    |
      | [1]  | application/octet-stream | WzFd     |
      |      | text/plain               | null     |

  Scenario: A body may be a form
    Given a workflow with tasks:
    """
    - ask:
        call: http
        with:
          method: post
          endpoint: https://stand-in.example/form
          headers: {Content-Type: application/x-www-form-urlencoded}
          body: {a: 1, b: x y}
        output: {as: '[.type, .body]'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [application/x-www-form-urlencoded, a=1&b=x+y]
    """
