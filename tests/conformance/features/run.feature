Feature: Sub-workflows
  Awaited or not, by exact version or the newest, with their input, output, faults and context.

  Scenario: The output of a sub-workflow is the output of its task
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: double, version: '1.0.0', input: {n: '${ .a }', fixed: .a}}}, output: {as: '{got: .}'}}
    - last: {set: '${ . + {last: true} }'}
    """
    And a sub-workflow 'double' with tasks:
    """
    - only: {set: '${ . + {n: (.n * 2)} }'}
    """
    And given the workflow input is:
    """
    {a: 4}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {got: {n: 8, fixed: .a}, last: true}
    """
    And the tasks should have run as:
    """
    child completed
    last completed
    """

  Scenario: Without an input of its own a sub-workflow gets the task's transformed input
    Given a workflow with tasks:
    """
    - child: {input: {from: .a}, run: {workflow: {namespace: default, name: echo, version: '1.0.0'}}}
    """
    And a sub-workflow 'echo' with tasks:
    """
    - only: {set: '${ [., $workflow.input, $input] }'}
    """
    And given the workflow input is:
    """
    {a: {b: 1}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [{b: 1}, {b: 1}, {b: 1}]
    """

  Scenario: An input may be empty
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: echo, version: '1.0.0', input: {}}}}
    """
    And a sub-workflow 'echo' with tasks:
    """
    - only: {set: '${ [.] }'}
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [{}]
    """

  Scenario: A sub-workflow has a context of its own
    Given a workflow with tasks:
    """
    - first: {set: '${ {} }', export: {as: {mine: 1}}}
    - child: {run: {workflow: {namespace: default, name: exporting, version: '1.0.0'}}, output: {as: '{child: ., mine: $context}'}}
    """
    And a sub-workflow 'exporting' with tasks:
    """
    - before: {set: '${ $context }', export: {as: {child: 2}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {child: {}, mine: {mine: 1}}
    """

  Scenario Outline: Which version runs
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: versioned, version: '<version>'}}}
    """
    And a sub-workflow with definition:
    """
    document: {dsl: '1.0.3', namespace: default, name: versioned, version: '1.9.0'}
    do: [{only: {set: '${ "1.9.0" }'}}]
    """
    And a sub-workflow with definition:
    """
    document: {dsl: '1.0.3', namespace: default, name: versioned, version: '1.10.0'}
    do: [{only: {set: '${ "1.10.0" }'}}]
    """
    And a sub-workflow with definition:
    """
    document: {dsl: '1.0.3', namespace: other, name: versioned, version: '2.0.0'}
    do: [{only: {set: '${ "other" }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | version | output   |
      | 1.9.0   | '1.9.0'  |
      | 1.10.0  | '1.10.0' |
      | active  | '1.10.0' |
      | latest  | '1.10.0' |

  Scenario: A sub-workflow that is not there is a configuration fault
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: nobody, version: '1.0.0'}}}
    """
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/child'

  Scenario: An input that does not fit the sub-workflow's schema is a fault of the task
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: strict, version: '1.0.0', input: {m: 1}}}}
    """
    And a sub-workflow with definition:
    """
    document: {dsl: '1.0.3', namespace: default, name: strict, version: '1.0.0'}
    input: {schema: {document: {required: [n]}}}
    do: [{only: {set: '${ {} }'}}]
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 400, instance: /do/0/child}
    """

  Scenario: The fault of a sub-workflow is that of its task, and tells where it began
    Given a workflow with tasks:
    """
    - outer: {do: [{child: {run: {workflow: {namespace: default, name: failing, version: '1.0.0'}}}}]}
    """
    And a sub-workflow 'failing' with tasks:
    """
    - good: {set: '${ {} }'}
    - bad: {raise: {error: {type: 'https://x.example/bad', status: 422, title: Bad, detail: why}}}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    type: https://x.example/bad
    status: 422
    title: Bad
    detail: why
    instance: /do/0/outer/do/0/child
    cause: /do/1/bad
    """

  Scenario: The fault of a sub-workflow can be caught, and tried again as another execution
    Given a workflow with tasks:
    """
    - attempt:
        try: [{child: {run: {workflow: {namespace: default, name: failing, version: '1.0.0'}}}}]
        catch: {errors: {with: {status: 422}}, retry: {delay: {milliseconds: 1}, limit: {attempt: {count: 1}}}, do: [{handled: {set: '${ $error.instance }'}}]}
    """
    And a sub-workflow 'failing' with tasks:
    """
    - bad: {raise: {error: {type: 'https://x.example/bad', status: 422}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /do/0/attempt/try/0/child
    """
    And child should run 2 times
    And the sub-workflows of child should be 2

  Scenario: A sub-workflow that is not awaited lets the flow go on with the task's input
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: slow, version: '1.0.0', input: {n: 1}}, await: false}}
    - last: {set: '${ {data: .} }'}
    """
    And a sub-workflow 'slow' with tasks:
    """
    - gate: {listen: {to: {one: {with: {type: go}}}}}
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {data: {a: 1}}
    """
    And these events are sent to the sub-workflow of child:
    """
    [{type: go, data: went on}]
    """
    And the sub-workflow of child should complete with output:
    """
    [went on]
    """

  Scenario: A fault of a sub-workflow that is not awaited does not matter
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: failing, version: '1.0.0'}, await: false}}
    - last: {wait: PT0.01S}
    """
    And a sub-workflow 'failing' with tasks:
    """
    - bad: {raise: {error: {type: 'https://x.example/bad', status: 422}}}
    """
    When the workflow is executed
    Then the workflow should complete

  Scenario Outline: Await is the default
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: quick, version: '1.0.0'}<await>}}
    """
    And a sub-workflow 'quick' with tasks:
    """
    - only: {set: '${ "from the child" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    from the child
    """

    Examples:
      | await         |
      |               |
      | , await: true |

  Scenario: Cancelling the parent cancels an awaited sub-workflow
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: slow, version: '1.0.0'}}}
    """
    And a sub-workflow 'slow' with tasks:
    """
    - grandchild: {run: {workflow: {namespace: default, name: slower, version: '1.0.0'}}}
    """
    And a sub-workflow 'slower' with tasks:
    """
    - waiting: {wait: {days: 1}}
    """
    When the workflow is executed
    And grandchild waits in the sub-workflow of child
    And the workflow is cancelled
    Then the workflow should cancel
    And child should cancel
    And the sub-workflow of child should cancel

  Scenario Outline: A sub-workflow that was ended by others is a runtime fault
    Given a workflow with tasks:
    """
    - attempt:
        try: [{child: {run: {workflow: {namespace: default, name: slow, version: '1.0.0'}}}}]
        catch: {errors: {with: {type: 'https://open-workflow-specification.org/spec/1.0.0/errors/runtime'}}, do: [{handled: {set: '${ [$error.status, $error.instance] }'}}]}
    """
    And a sub-workflow 'slow' with tasks:
    """
    - waiting: {listen: {to: {one: {with: {type: never}}}}}
    """
    When the workflow is executed
    And waiting waits in the sub-workflow of child
    And the sub-workflow of child is <ended>
    Then the workflow should complete with output:
    """
    [500, /do/0/attempt/try/0/child]
    """

    Examples:
      | ended      |
      | cancelled  |
      | terminated |

  Scenario: The timeout of a task cancels its sub-workflow
    Given a workflow with tasks:
    """
    - attempt:
        try: [{child: {run: {workflow: {namespace: default, name: slow, version: '1.0.0'}}, timeout: {after: PT8S}}}]
        catch: {errors: {with: {status: 408}}, do: [{handled: {set: '${ "late" }'}}]}
    """
    And a sub-workflow 'slow' with tasks:
    """
    - waiting: {listen: {to: {one: {with: {type: never}}}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    late
    """
    And the sub-workflow of child should cancel

  Scenario: A sub-workflow inherits the context of its execution, and may be given more
    Given a workflow with tasks:
    """
    - child:
        metadata: {pointsman/context: {person: '${ .name }', order: 8}}
        run: {workflow: {namespace: default, name: quick, version: '1.0.0'}}
    """
    And a sub-workflow 'quick' with tasks:
    """
    - only: {set: '${ {} }'}
    """
    And the execution has the context:
    """
    {customer: c1, order: 7}
    """
    And given the workflow input is:
    """
    {name: Ada}
    """
    When the workflow is executed
    Then the workflow should complete
    And the sub-workflow of child should have the context:
    """
    {customer: c1, order: 8, person: Ada}
    """

  Scenario: A sub-workflow in a loop is another one in every turn
    Given a workflow with tasks:
    """
    - loop:
        for: {in: '[1, 2, 3]'}
        do: [{child: {run: {workflow: {namespace: default, name: plus, version: '1.0.0', input: {n: '${ $item }', sum: '${ . }'}}}}}]
    """
    And a sub-workflow 'plus' with tasks:
    """
    - only: {set: '${ .sum + .n }'}
    """
    And given the workflow input is:
    """
    0
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    6
    """
    And the sub-workflows of child should be 3

  Scenario: End in a sub-workflow ends that one alone
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: ending, version: '1.0.0'}}}
    - last: {set: '${ [.] }'}
    """
    And a sub-workflow 'ending' with tasks:
    """
    - only: {set: '${ "ended" }', then: end}
    - never: {set: '${ "never" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [ended]
    """

  Scenario: The cause of a fault is told through every sub-workflow
    Given a workflow with tasks:
    """
    - child: {run: {workflow: {namespace: default, name: middle, version: '1.0.0'}}}
    """
    And a sub-workflow 'middle' with tasks:
    """
    - first: {set: '${ {} }'}
    - grandchild: {run: {workflow: {namespace: default, name: failing, version: '1.0.0'}}}
    """
    And a sub-workflow 'failing' with tasks:
    """
    - outer: {do: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 422}}}}]}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 422, instance: /do/0/child, cause: /do/0/outer/do/0/bad}
    """

  Scenario: A sub-workflow is heard beside a branch that goes on
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - child: {run: {workflow: {namespace: default, name: listening, version: '1.0.0'}}}
            - many: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}], output: {as: '"counted"'}}
            - gate: {do: [{pause: {wait: PT2S}}, {opened: {set: '${ "opened" }'}}]}
    """
    And a sub-workflow 'listening' with tasks:
    """
    - waiting: {listen: {to: {one: {with: {type: go}}}}}
    """
    When the workflow is executed
    And waiting waits in the sub-workflow of child
    And these events are sent to the sub-workflow of child:
    """
    [{type: go, data: 7}]
    """
    Then the workflow should complete with output:
    """
    [[7], counted, opened]
    """
    And child should run 1 times

  Scenario: Cancelling the parent reaches a sub-workflow that an earlier run of it started
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - child: {run: {workflow: {namespace: default, name: slow, version: '1.0.0'}}}
            - many: {do: [{loop: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}]}}, {gate: {wait: {days: 1}}}]}
    """
    And a sub-workflow 'slow' with tasks:
    """
    - waiting: {wait: {days: 1}}
    """
    When the workflow is executed
    And gate waits
    And waiting waits in the sub-workflow of child
    And the workflow is cancelled
    Then the workflow should cancel
    And the sub-workflow of child should cancel

  Scenario Outline: The end of a sub-workflow beside a branch that goes on
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - attempt:
                try: [{child: {run: {workflow: {namespace: default, name: other, version: '1.0.0'}}}}]
                catch: {errors: {with: {status: <status>}}, do: [{handled: {set: '${ [$error.cause, $error.instance] }'}}]}
            - many: {do: [{loop: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}]}}, {gate: {listen: {to: {one: {with: {type: go}}}}}}]}
    """
    And a sub-workflow 'other' with tasks:
    """
    - waiting: {listen: {to: {one: {with: {type: go}}}}}
    - loop: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 1}}}]}
    - ending: {<ending>}
    """
    When the workflow is executed
    And gate waits
    And waiting waits in the sub-workflow of child
    And these events are sent to the sub-workflow of child:
    """
    [{type: go}]
    """
    And these events are sent:
    """
    [{type: go, data: 1}]
    """
    Then the workflow should complete with output:
    """
    [<output>, [1]]
    """

    Examples:
      | ending                                                     | status | output                                             |
      | set: {n: 1}                                                | 422    | {n: 1}                                             |
      | raise: {error: {type: 'https://x.example/b', status: 422}} | 422    | [/do/2/ending, /do/0/both/fork/branches/0/attempt/try/0/child] |
