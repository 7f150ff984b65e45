Feature: Functions
  A task that is defined under use.functions is called by its name, with arguments of its own.

  Scenario: The arguments are the input of the function
    Given a workflow with tasks:
    """
    - greet: {call: greeting, with: {name: '${ .who }', text: .who}, output: {as: '{got: .}'}}
    """
    And the workflow has:
    """
    use: {functions: {greeting: {set: {hello: '${ .name }', text: '${ .text }', all: '${ . }'}}}}
    """
    And given the workflow input is:
    """
    {who: Ada}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {got: {hello: Ada, text: .who, all: {name: Ada, text: .who}}}
    """

  Scenario: A function has its own input, output and schema
    Given a workflow with tasks:
    """
    - call: {call: shaped, with: {a: 1}}
    """
    And the workflow has:
    """
    use:
      functions:
        shaped:
          input: {schema: {document: {required: [a]}}, from: .a}
          set: '${ . + 1 }'
          output: {as: '{n: .}'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {n: 2}
    """

  Scenario: A fault in a function is one of the task that calls it
    Given a workflow with tasks:
    """
    - attempt:
        try: [{call: {call: strict, with: {b: 1}}}]
        catch: {errors: {with: {status: 400}}, do: [{handled: {set: '${ $error.instance }'}}]}
    """
    And the workflow has:
    """
    use: {functions: {strict: {input: {schema: {document: {required: [a]}}}, set: '${ {} }'}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /do/0/attempt/try/0/call
    """

  Scenario: A function may be an HTTP call
    Given a workflow with tasks:
    """
    - call: {call: ask, with: {id: 7}}
    """
    And the workflow has:
    """
    use: {functions: {ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/echo/{id}'}, output: {as: .path}}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /echo/7
    """

  Scenario: A function may hold tasks and call functions
    Given a workflow with tasks:
    """
    - call: {call: outer, with: {n: 1}}
    - last: {set: '${ [.] }'}
    """
    And the workflow has:
    """
    use:
      functions:
        inner: {set: '${ .m * 10 }'}
        outer: {do: [{first: {call: inner, with: {m: '${ .n + 1 }'}}}, {second: {set: '${ {sum: .} }', then: exit}}, {never: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [{sum: 20}]
    """

  Scenario: A function does not see the variables around its call
    Given a workflow with tasks:
    """
    - loop: {for: {each: x, in: '[1]'}, do: [{call: {call: nosy, with: {a: 1}}}]}
    """
    And the workflow has:
    """
    use: {functions: {nosy: {set: '${ $x }'}}}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault
    And the error should tell '$x'

  Scenario: Where a function leads is decided by its caller
    Given a workflow with tasks:
    """
    - a: {call: ending, with: {n: 1}, then: c}
    - b: {set: '${ "b" }', then: end}
    - c: {set: '${ ["c", .] }'}
    """
    And the workflow has:
    """
    use: {functions: {ending: {set: '${ .n }', then: end}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [c, 1]
    """

  Scenario: A call of a function is one visit of the task
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2]'}, do: [{asking: {call: ask, with: {title: '${ "Turn \($item)" }'}}}]}
    - skipping: {call: skipped}
    - twice: {try: [{failing: {call: outer}}], catch: {}}
    """
    And the workflow has:
    """
    use:
      functions:
        ask: {call: 'human-task:1.0.0@default', with: {title: '${ .title }'}}
        skipped: {if: 'false', set: '${ "never" }'}
        outer: {call: inner}
        inner: {do: [{bad: {set: '${ error("no") }'}}]}
    """
    When the workflow is executed
    And these human tasks are open:
    """
    [{reference: /do/0/loop/do/0/asking, visit: 1, title: Turn 1}]
    """
    And asking is completed with:
    """
    {n: 1}
    """
    And visit 2 of asking is completed with:
    """
    {n: 2}
    """
    Then the workflow should complete with output:
    """
    {n: 2}
    """
    And asking should run 2 times
    And the tasks should have run as:
    """
    loop completed
    asking completed
    asking completed
    skipping completed
    twice completed
    failing faulted
    bad faulted
    """

  Scenario: Without arguments a function works on the input of its task
    Given a workflow with tasks:
    """
    - call: {input: {from: .a}, call: plus}
    """
    And the workflow has:
    """
    use: {functions: {plus: {set: '${ .n + 1 }'}}}
    """
    And given the workflow input is:
    """
    {a: {n: 1}, n: 5}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    2
    """

  Scenario: A function that is not there is a configuration fault
    Given a workflow with tasks:
    """
    - call: {call: nobody, with: {n: 1}}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/call'
