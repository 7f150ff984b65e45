Feature: Catch
  Which errors are caught, what the handler sees, and where the flow goes.

  Scenario Outline: Standard types are the same in every spelling
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {set: '${ error("no") }'}}]
        catch: {errors: {with: {type: '<type>'}}, do: [{handled: {set: '${ "handled" }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """

    Examples:
      | type                                                                    |
      | https://open-workflow-specification.org/spec/1.0.0/errors/expression    |
      | https://open-workflow-specification.org/dsl/errors/types/expression     |
      | https://serverlessworkflow.io/spec/1.0.0/errors/expression              |
      | https://serverlessworkflow.io/dsl/errors/types/expression               |

  Scenario Outline: Which errors are caught
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503, title: Bad, detail: why}}}}]
        catch: {<filter>, do: [{handled: {set: '${ "handled" }'}}]}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """

    Examples:
      | filter                                                                   |
      | errors: {with: {status: 503}}                                            |
      | errors: {with: {type: 'https://x.example/bad', status: 503, title: Bad}} |
      | errors: {with: {details: why}}                                           |
      | errors: {with: {instance: /do/0/attempt/try/0/bad}}                      |
      | when: $error.status == 503 and .n == 1                                   |
      | exceptWhen: $error.status == 500                                         |
      | as: e, when: $e.status == 503                                            |
      | errors: {with: {status: 503}}, when: 'true', exceptWhen: 'false'         |

  Scenario Outline: Which errors go through
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503, title: Bad, detail: why}}}}]
        catch: {<filter>, do: [{handled: {set: '${ "handled" }'}}]}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {type: 'https://x.example/bad', status: 503, instance: /do/0/attempt/try/0/bad}
    """
    And handled should not run
    And attempt should fault

    Examples:
      | filter                                                           |
      | errors: {with: {status: 500}}                                    |
      | errors: {with: {type: 'https://x.example/other'}}                |
      | errors: {with: {type: 'https://x.example/bad', status: 500}}     |
      | errors: {with: {details: other}}                                 |
      | when: $error.status == 500                                       |
      | exceptWhen: $error.status == 503                                 |
      | errors: {with: {status: 503}}, when: 'true', exceptWhen: 'true'  |
      | errors: {with: {status: 503}}, when: 'false'                     |

  Scenario: The handler sees the whole error, and the input of the try
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}}
    - attempt:
        try:
          - changed: {set: {n: 2}}
          - bad: {raise: {error: {type: 'https://x.example/bad', status: 503, title: Bad, detail: why}}}
        catch: {as: problem, do: [{handled: {set: '${ {problem: $problem, n: .n} }'}}]}
    - last: {set: '${ . + {last: true} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    problem: {type: 'https://x.example/bad', status: 503, title: Bad, detail: why, instance: /do/1/attempt/try/1/bad}
    n: 1
    last: true
    """
    And the tasks should have run as:
    """
    first completed
    attempt completed
    changed completed
    bad faulted
    handled completed
    last completed
    """
    And the reference of handled should be '/do/1/attempt/catch/do/0/handled'

  Scenario: Without an error the handler does not run, and the tasks give the output
    Given a workflow with tasks:
    """
    - attempt: {try: [{good: {set: '${ "good" }'}}], catch: {do: [{handled: {set: '${ "handled" }'}}], then: end}}
    - last: {set: '${ [.] }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [good]
    """
    And handled should not run

  Scenario: Without a handler a caught error hands on the input of the try
    Given a workflow with tasks:
    """
    - attempt: {input: {from: .a}, try: [{bad: {set: '${ error("no") }'}}], catch: {}}
    - last: {set: '${ [.] }'}
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1]
    """

  Scenario Outline: The directive of a catch is for the error path alone
    Given a workflow with tasks:
    """
    - attempt:
        try: [{tried: {set: '${ if .bad then error("no") else "tried" end }'}}]
        catch: {<handler>then: c}
        then: b
    - a: {set: '${ "a" }', then: end}
    - b: {set: '${ ["b", .] }', then: end}
    - c: {set: '${ ["c", .] }'}
    """
    And given the workflow input is:
    """
    {bad: <bad>}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | handler                                    | bad   | output           |
      | do: [{handled: {set: '${ "handled" }'}}],  | true  | [c, handled]     |
      | do: [{handled: {set: '${ "handled" }'}}],  | false | [b, tried]       |
      |                                            | true  | [c, {bad: true}] |

  Scenario: Without a directive of its own a catch leaves that of the try
    Given a workflow with tasks:
    """
    - attempt: {try: [{bad: {set: '${ error("no") }'}}], catch: {}, then: b}
    - a: {set: '${ "a" }', then: end}
    - b: {set: '${ "b" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    b
    """

  Scenario: An error in the handler is not caught by the same try
    Given a workflow with tasks:
    """
    - outer:
        try:
          - inner:
              try: [{bad: {raise: {error: {type: 'https://x.example/first', status: 501}}}}]
              catch: {do: [{worse: {raise: {error: {type: 'https://x.example/second', status: 502}}}}]}
        catch: {do: [{handled: {set: '${ $error | [.status, .instance] }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [502, /do/0/outer/try/0/inner/catch/do/0/worse]
    """
    And worse should run 1 times

  Scenario: An error goes up to the try that takes it
    Given a workflow with tasks:
    """
    - outer:
        try:
          - inner:
              try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 501}}}}]
              catch: {errors: {with: {status: 500}}, do: [{never: {set: '${ {} }'}}]}
          - after: {set: '${ {} }'}
        catch: {errors: {with: {status: 501}}, do: [{handled: {set: '${ $error.instance }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /do/0/outer/try/0/inner/try/0/bad
    """
    And the tasks should have run as:
    """
    outer completed
    inner faulted
    bad faulted
    handled completed
    """

  Scenario: The error's variable ends with the catch
    Given a workflow with tasks:
    """
    - attempt: {try: [{bad: {set: '${ error("no") }'}}], catch: {do: [{handled: {set: '${ {} }'}}]}}
    - after: {set: '${ $error }'}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/1/after'

  Scenario: The context that a failed attempt exported stays
    Given a workflow with tasks:
    """
    - attempt:
        try: [{good: {set: '${ {} }', export: {as: {n: 1}}}}, {bad: {set: '${ error("no") }'}}]
        catch: {do: [{handled: {set: '${ $context }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {n: 1}
    """

  Scenario: Conditions of a catch and of its policy see the transformed input of the try
    Given a workflow with tasks:
    """
    - attempt:
        input: {from: .a}
        try: [{bad: {set: '${ error("no") }'}}]
        catch:
          when: .n == 1
          exceptWhen: .n == 2
          retry: {when: .n == 1, exceptWhen: .n == 2, delay: {milliseconds: '${ .n }'}, limit: {attempt: {count: 2}}}
          do: [{handled: {set: '${ .n }'}}]
    """
    And given the workflow input is:
    """
    {n: 2, a: {n: 1}}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should complete with output:
    """
    1
    """
    And bad should run 3 times

  Scenario: An error that is raised in a handler may tell of the first
    Given a workflow with tasks:
    """
    - outer:
        try:
          - inner:
              try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 501}}}}]
              catch: {as: first, do: [{again: {raise: {error: {type: '${ $first.type }', status: 502, detail: '${ $first.instance }'}}}}]}
        catch: {as: second, do: [{handled: {set: '${ [$second.status, $second.detail, $second.instance] }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [502, /do/0/outer/try/0/inner/try/0/bad, /do/0/outer/try/0/inner/catch/do/0/again]
    """
